import { matches } from "../wildcards.ts";
import { malformed } from "./malformed.ts";

/** What is known of a request beside its action and resource: values by condition key. */
export type RequestContext = Readonly<Record<string, string>>;

/** One line of a `Condition`: it holds if the key's value fits one of the values. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

type Operator = (wanted: string, value: string | undefined) => boolean;

/** An operator on a value. A key that the request does not have fits nothing. */
const ofValue =
  (fits: (wanted: string, value: string) => boolean): Operator =>
  (wanted, value) =>
    value !== undefined && fits(wanted, value);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: (wanted, value) => wanted === value,
  StringLike: ofValue(matches),
  ArnEquals: ofValue(arnMatches), // IAM treats both alike.
  ArnLike: ofValue(arnMatches),
  Null: (wanted, value) => wanted === String(value === undefined),
};

/** The keys that the embedded AWS sets. A condition on another key would never hold, and nobody would notice. */
const KEYS = [
  "aws:SourceAccount",
  "lambda:SourceFunctionArn",
  "elasticfilesystem:AccessPointArn",
  "iam:PassedToService",
  "kms:ViaService",
  "kms:EncryptionContext:aws:s3:arn",
];

/** What the keys of a resource's tags begin with. Tags have cases. */
const RESOURCE_TAG = "aws:ResourceTag/";

/** Parses a `Condition`. Refuses operators and keys that are not evaluated here, instead of ignoring them. */
export function parseConditions(value: unknown): readonly Condition[] {
  const conditions = Object.entries(objectOf(value)).flatMap(([operator, lines]) => {
    if (!Object.hasOwn(OPERATORS, operator)) throw notUnderstood(`the operator \`${operator}\``);
    return Object.entries(objectOf(lines)).map(([key, values]) => {
      return { operator, key: knownKey(key), values: textsOf(values) };
    });
  });
  if (conditions.length === 0) throw notUnderstood("a condition without a key");
  return conditions;
}

/** Whether all conditions hold. */
export function hold(conditions: readonly Condition[], context: RequestContext): boolean {
  return conditions.every(({ operator, key, values }) => {
    return values.some((wanted) => OPERATORS[operator]!(wanted, context[key]));
  });
}

function knownKey(key: string): string {
  if (key.startsWith(RESOURCE_TAG)) return key;
  const known = KEYS.find((name) => name.toLowerCase() === key.toLowerCase());
  if (known === undefined) throw notUnderstood(`the key \`${key}\``);
  return known;
}

/** Returns what is known of a resource by its tags. */
export function contextOfTags(tags: Readonly<Record<string, string>>): RequestContext {
  return Object.fromEntries(
    Object.entries(tags).map(([name, value]) => [`${RESOURCE_TAG}${name}`, value]),
  );
}

/** Compares the six parts of ARNs one by one, so that a `*` matches no colon but in the last. */
function arnMatches(wanted: string, value: string): boolean {
  const [patterns, parts] = [partsOf(wanted), partsOf(value)];
  return (
    patterns.length === parts.length &&
    patterns.every((pattern, index) => matches(pattern, parts[index]!))
  );
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw notUnderstood("a condition that is no object");
}

function textsOf(value: unknown): readonly string[] {
  const texts = Array.isArray(value) ? value : [value];
  const variable = texts.find((text) => typeof text !== "string" || text.includes("$"));
  if (texts.length === 0 || variable !== undefined) throw notUnderstood("the value of a condition");
  return texts;
}

function notUnderstood(what: string): Error {
  return malformed(`This \`Condition\` is not understood by the embedded IAM: ${what}`);
}
