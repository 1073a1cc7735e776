/** A variable's value that is kept in AWS. The proxy puts the real value in its place; the function's configuration never has it. */
export interface Reference {
  readonly service: "ssm" | "secretsmanager";
  /** Name or ARN. A parameter's may end with `:3` or `:label`, its version. */
  readonly id: string;
  /** The member of a JSON object, where the value is one. */
  readonly key: string | undefined;
}

const PREFIX = /^(ssm|secretsmanager):/;

/**
 * A name without a slash, or a path that begins with one: Systems Manager knows no others.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
const PARAMETER =
  /^(?:arn:aws[a-z-]*:ssm:[a-z\d-]+:\d{12}:parameter)?(?:[\w.-]+|(?:\/[\w.-]+)+)(?::[\w.-]+)?$/;

/** With `!` in the names of secrets that AWS makes. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const SECRET = /^(?:arn:aws[a-z-]*:secretsmanager:[a-z\d-]+:\d{12}:secret:)?[\w/+=.@!-]+$/;

/** Whether a value refers to another, well or badly written. */
export function isReference(value: string): boolean {
  return PREFIX.test(value);
}

/**
 * Reads a variable's value: `ssm:/shop/key`, `ssm:/shop/key:3`, `secretsmanager:shop/db`, and either with `#member`.
 * @returns undefined if it is an ordinary value
 * @throws Error that says what is wrong, without the value
 */
export function parseReference(value: string): Reference | undefined {
  const service = PREFIX.exec(value)?.[1] as Reference["service"] | undefined;
  if (service === undefined) return undefined;
  const [id = "", ...rest] = value.slice(service.length + 1).split("#");
  const key = rest.length > 0 ? rest.join("#") : undefined;
  if (key === "" || !(service === "ssm" ? PARAMETER : SECRET).test(id)) {
    throw new Error(
      service === "ssm"
        ? "begins with `ssm:` and names no parameter: write `ssm:/path/name` or `ssm:name`, with `:version` or `#member` behind it if need be"
        : "begins with `secretsmanager:` and names no secret: write `secretsmanager:name`, with `#member` behind it for a member of its JSON",
    );
  }
  return { service, id, key };
}
