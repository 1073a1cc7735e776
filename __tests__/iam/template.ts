import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";

/** A CloudFormation function in place of a value. */
interface Call {
  readonly fn: string;
  readonly of: unknown;
}

interface Template {
  readonly Parameters: Readonly<
    Record<string, { readonly Default?: string; readonly AllowedPattern?: string }>
  >;
  readonly Conditions: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the template has
  readonly Resources: Readonly<Record<string, any>>;
}

const file = resolve(import.meta.dirname, "../../iam/bootstrap.yaml");

export const TEMPLATE_TEXT = readFileSync(file, "utf8");

const FUNCTIONS = ["Sub", "Ref", "If", "Equals", "Select", "Split", "GetAtt"];

/** Makes the functions' values objects: YAML knows no CloudFormation. */
const customTags = FUNCTIONS.flatMap((fn) => [
  { tag: `!${fn}`, resolve: (of: string): Call => ({ fn, of }) },
  {
    tag: `!${fn}`,
    collection: "seq" as const,
    resolve: (seq: unknown) => ({ fn, of: (seq as { toJSON(): unknown }).toJSON() }) as never,
  },
]);

export const TEMPLATE: Template = parse(TEMPLATE_TEXT, { customTags });

/** What AWS fills in, for a stack of the embedded AWS. */
const OF_AWS = {
  "AWS::Partition": "aws",
  "AWS::AccountId": "123456789012",
  "AWS::Region": "eu-west-1",
};

/**
 * Computes the template's resources as CloudFormation does.
 * @param parameters others than the defaults
 */
export function resources(parameters: Readonly<Record<string, string>>): Template["Resources"] {
  const defaults = Object.entries(TEMPLATE.Parameters).map(([name, { Default }]) => [
    name,
    Default,
  ]);
  const known = { ...Object.fromEntries(defaults), ...OF_AWS, ...parameters };
  return resolved(TEMPLATE.Resources, known) as Template["Resources"];
}

type Known = Readonly<Record<string, string>>;

function resolved(value: unknown, known: Known): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => resolved(each, known)).filter((each) => each !== undefined);
  }
  if (typeof value !== "object" || value === null) return value;
  if ("fn" in value && "of" in value) return called(value as Call, known);
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, resolved(of, known)]));
}

function called({ fn, of }: Call, known: Known): unknown {
  const args = Array.isArray(of) ? of : [of];
  const arg = (index: number) => resolved(args[index], known);
  switch (fn) {
    case "Ref":
      return args[0] === "AWS::NoValue" ? undefined : known[args[0]];
    case "Sub": {
      const more = { ...known, ...((arg(1) ?? {}) as Known) };
      return String(args[0]).replace(/\$\{([\w:]+)\}/g, (_, name: string) => {
        const filled = more[name];
        if (filled === undefined) throw new Error(`Nothing is known of ${name}.`);
        return filled;
      });
    }
    case "If":
      return resolved(TEMPLATE.Conditions[args[0]], known) ? arg(1) : arg(2);
    case "Equals":
      return arg(0) === arg(1);
    case "Select":
      return (arg(1) as string[])[args[0]];
    case "Split":
      return String(arg(1)).split(args[0]);
    default:
      throw new Error(`The test cannot compute ${fn}.`);
  }
}
