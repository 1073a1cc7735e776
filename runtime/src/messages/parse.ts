import { type Message, MOST_PAGES, MOST_WARM_PATHS } from "../../../contract/messages.ts";

/** A field's rule: whether a value fits, and what an error says that it must be. */
type Rule = readonly [fits: (value: unknown) => boolean, must: string];

const text: Rule = [(value) => typeof value === "string", "a text"];
/** A value with a `toString` of its own is no text. */
const matches = (form: RegExp) => (value: unknown) => typeof value === "string" && form.test(value);
const path: Rule = [matches(/^\/[\x21-\xff]*$/), "a path that begins with /"];
const url: Rule = [
  (value) => matches(/^https?:\/\/[^/]/)(value) && URL.canParse(value as string),
  "a URL",
];
const number: Rule = [Number.isFinite, "a number"];
const positive: Rule = [(value) => Number.isFinite(value) && Number(value) > 0, "a number above 0"];
/** Each sandbox of a fan-out costs an invocation, so a number that nobody can have meant is refused. */
const hundred: Rule = [
  (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) <= 100,
  "a whole number from 1 to 100",
];
const argument: Rule = [(value) => typeof value === "string" && !value.includes("\0"), "texts"];

function list([fits, must]: Rule, most: number): Rule {
  return [
    (value) =>
      Array.isArray(value) && value.length > 0 && value.length <= most && value.every(fits),
    `a list of 1 to ${most}, each of them ${must}`,
  ];
}

type Fields = { readonly [name: string]: Rule | Fields };

/** Those of objects within are named as they are. A name that ends with `?` may be absent. */
const MESSAGES: ReadonlyMap<unknown, Fields> = new Map<unknown, Fields>([
  [
    "prewarm",
    {
      holdUntil: number,
      "fanOut?": hundred,
      "warm?": { host: text, prefix: text, paths: list(path, MOST_WARM_PATHS) },
    },
  ],
  [
    "run",
    {
      "command?": text,
      "argv?": list(argument, 10_000),
      "limitMs?": positive,
      "record?": {
        claimUrl: url,
        resultUrl: url,
        "readUrl?": url,
        "pageUrls?": list(url, MOST_PAGES),
      },
    },
  ],
  ["status", { path, host: text, prefix: text }],
]);

/**
 * Returns one of our own invocations; undefined for any other event. A field that this proxy does not know is left alone:
 * a later caller may send it.
 * @throws Error for a message that this proxy does not know; it names the first wrong field
 */
export function parseMessage(event: unknown): Message | undefined {
  if (!Object.hasOwn(Object(event), "megamode")) return undefined;
  const message = event as Record<string, unknown>;
  const fields = MESSAGES.get(message.message);
  const wrong =
    message.megamode !== 1
      ? "`megamode` must be 1"
      : fields
        ? (firstWrong(message, fields, "") ?? ambiguous(message))
        : `\`message\` must be ${[...MESSAGES.keys()].join(", ")}`;
  if (wrong === undefined) return event as Message;
  throw new Error(`wrong megamode message: ${wrong}`);
}

function firstWrong(given: object, fields: Fields, within: string): string | undefined {
  for (const [key, rule] of Object.entries(fields)) {
    const name = key.replace("?", "");
    const value = (given as Record<string, unknown>)[name];
    if (value === undefined && key !== name) continue;
    const full = `${within}${name}`;
    if (Array.isArray(rule)) {
      const [fits, must] = rule as unknown as Rule;
      if (!fits(value)) return `\`${full}\` must be ${must}`;
    } else {
      if (typeof value !== "object" || value === null) return `\`${full}\` must be an object`;
      const inner = firstWrong(value, rule as Fields, `${full}.`);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

function ambiguous({ message, command, argv }: Record<string, unknown>): string | undefined {
  if (message !== "run" || (command === undefined) !== (argv === undefined)) return undefined;
  return "give either `command` or `argv`";
}
