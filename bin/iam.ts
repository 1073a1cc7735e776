import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Document, parseDocument, Scalar, visit } from "yaml";

/** Writes the policies of `iam/*.json` into `iam/bootstrap.yaml`: `npm run build:iam`. */

const folder = resolve(import.meta.dirname, "../iam");
const template = join(folder, "bootstrap.yaml");

/** The placeholders of the policies, as CloudFormation knows what they stand for. */
const PARAMETERS: Readonly<Record<string, string>> = {
  PARTITION: "AWS::Partition",
  ACCOUNT: "AWS::AccountId",
  REGION: "AWS::Region",
  APP: "App",
};

/**
 * Replaces the document of each policy in a CloudFormation template by the one of its name.
 * @param yaml the template; comments stay
 * @param policyOf returns the JSON of a policy
 * @returns the template with these policies
 */
export function withPolicies(yaml: string, policyOf: (name: string) => string): string {
  const document = parseDocument(yaml, { logLevel: "error" });
  visit(document, {
    Map(_, map) {
      const name = map.get("PolicyName");
      if (name === undefined) return undefined;
      map.set("PolicyDocument", policyNode(document, policyOf(String(name))));
      return visit.SKIP;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Makes a policy's YAML: in short lists, and with CloudFormation's parameters in place of the placeholders. */
function policyNode(document: Document, json: string) {
  const node = document.createNode(JSON.parse(json));
  visit(node, {
    Scalar(_, scalar) {
      const text = String(scalar.value);
      const filled = text.replace(/\b[A-Z]{3,}\b/g, (word) =>
        Object.hasOwn(PARAMETERS, word) ? `\${${PARAMETERS[word]}}` : word,
      );
      // Readers of YAML 1.1 would take it for a date.
      if (/^\d{4}-\d\d-\d\d$/.test(text)) scalar.type = Scalar.QUOTE_DOUBLE;
      if (filled === text) return;
      scalar.value = filled;
      scalar.tag = "!Sub";
      scalar.type = Scalar.PLAIN;
    },
  });
  return node;
}

/** The published policy of that name. */
export function publishedPolicy(name: string): string {
  return readFileSync(join(folder, `${name}.json`), "utf8");
}

if (import.meta.main) {
  writeFileSync(template, withPolicies(readFileSync(template, "utf8"), publishedPolicy));
}
