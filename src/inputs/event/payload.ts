/** The types that members of a payload have. A number is a positive whole one: an id, or a pull request's. */
interface Types {
  readonly text: string;
  readonly number: number;
  readonly flag: boolean;
  readonly object: object;
  readonly list: readonly unknown[];
}

const IS: { readonly [Type in keyof Types]: (value: unknown) => value is Types[Type] } = {
  text: (value) => typeof value === "string",
  number: (value): value is number => Number.isSafeInteger(value) && Number(value) > 0,
  flag: (value) => typeof value === "boolean",
  object: (value): value is object =>
    typeof value === "object" && value !== null && !Array.isArray(value),
  list: (value): value is readonly unknown[] => Array.isArray(value),
};

/** The payload of an event. A member is named by its path, such as `pull_request.number`. */
export interface Payload {
  readonly event: string;
  /** Returns a member; undefined if it is absent, null or empty. @throws Error if it is of another type */
  optional<Type extends keyof Types>(path: string, type: Type): Types[Type] | undefined;
  /** Returns a member. @throws Error if it is absent or of another type */
  required<Type extends keyof Types>(path: string, type: Type): Types[Type];
  /** Whether a member is there, of whatever type, and not null. */
  has(path: string): boolean;
  /** Whether a member is there and null: GitHub's sign for what has been deleted. */
  isNull(path: string): boolean;
}

/**
 * Reads a payload with checks: a file that GitHub did not write gives an error that says what is wrong with it.
 * @param json the content of GITHUB_EVENT_PATH, or undefined:
 *   https://docs.github.com/en/webhooks/webhook-events-and-payloads
 * @throws Error if it is no object
 */
export function readPayload(event: string, json: unknown): Payload {
  function wrong(what: string): Error {
    return new Error(
      `\`GITHUB_EVENT_PATH\`: the payload of the event \`${event}\` ${what}. GitHub writes this file; outside of a workflow, leave GITHUB_EVENT_NAME unset.`,
    );
  }
  const root = json ?? {};
  if (!IS.object(root)) throw wrong("is no object");

  function at(path: string): unknown {
    let value: unknown = root;
    const walked: string[] = [];
    for (const name of path.split(".")) {
      if (value === undefined || value === null) return undefined;
      if (!IS.object(value)) throw wrong(`has a \`${walked.join(".")}\` that is no object`);
      value = (value as Record<string, unknown>)[name];
      walked.push(name);
    }
    return value;
  }
  function optional<Type extends keyof Types>(path: string, type: Type): Types[Type] | undefined {
    const value = at(path);
    if (value === undefined || value === null || value === "") return undefined;
    if (IS[type](value)) return value;
    throw wrong(`has a \`${path}\` that is no ${type}`);
  }
  return {
    event,
    optional,
    required(path, type) {
      const value = optional(path, type);
      if (value === undefined) throw wrong(`lacks \`${path}\``);
      return value;
    },
    has: (path) => at(path) !== undefined && at(path) !== null,
    isNull: (path) => at(path) === null,
  };
}
