import { lastLines } from "../../format.ts";
import { dataStoreScheme } from "../../inputs/data-store-url.ts";
import { whatIsAbsent } from "../../preflight/absent-on-runner.ts";
import { isNowhere } from "./nowhere.ts";

type Variables = Readonly<Record<string, string>>;

/**
 * Ruby's own words, for a name that looks like a variable's: a hash says the same of its keys.
 * https://docs.ruby-lang.org/en/3.4/ENV.html#method-c-fetch
 */
const MISSING = /key not found: "([A-Z][A-Z0-9_]+)"/;

/**
 * Says what to do where a build failed because it does not have what the app has in Lambda.
 * @param output what the build wrote
 * @param ofStage the stage's variables
 * @param ofBuild the variables that the build got instead
 * @returns undefined if it failed for another reason, as far as can be seen
 */
export function explainBuild(
  output: string,
  ofStage: Variables,
  ofBuild: Variables,
): string | undefined {
  const last = lastLines(output);
  const [, missing] = MISSING.exec(last) ?? [];
  if (missing !== undefined) return explainMissing(missing, ofStage, ofBuild);
  const replaced = Object.keys(ofBuild).filter(
    (name) => isNowhere(ofBuild[name] ?? "") && ofStage[name] !== ofBuild[name],
  );
  if (replaced.length === 0) return undefined;
  const absent = whatIsAbsent(last, true);
  if (absent !== "a database or host" && absent !== "a table") return undefined;
  const [first = ""] = replaced;
  return [
    `While the app is built, ${replaced.map((name) => `\`${name}\` is \`${ofBuild[name]}\``).join(", ")}, so that no build reaches a stage's data. Something connected to it while the app booted.`,
    "Connect when a request or a job needs the data;",
    `or give the build a data store of its own: \`build-environment: ${first}=${dataStoreScheme(ofBuild[first] ?? "")}://...\`;`,
    'or, if nothing has to be built, `build-command: "true"`.',
  ].join(" ");
}

function explainMissing(name: string, ofStage: Variables, ofBuild: Variables): string | undefined {
  if (Object.hasOwn(ofBuild, name)) return undefined;
  const example = `\`build-environment: ${name}=...\``;
  if (Object.hasOwn(ofStage, name)) {
    return `\`${name}\` of \`environment\` is withheld from builds. Give the build a value: ${example}.`;
  }
  if (/^(AWS|MEGAMODE)_/.test(name)) {
    return `\`${name}\` is set in Lambda only. Give the build an example: ${example}.`;
  }
  return `Neither \`environment\` nor the step's \`env:\` has \`${name}\`. Give it in \`environment\` if the app needs it in Lambda too, and with ${example} if only the build does.`;
}
