import { meets } from "../../gem-version.ts";
import type { DeclaredRuby } from "./declared-ruby.ts";

/**
 * Says what of the declared Rubies is not met, and how to fix it.
 * @param version the runner's Ruby, which ships
 * @returns one warning for all; undefined if all is met
 */
export function rubyWarning(
  declared: readonly DeclaredRuby[],
  version: string,
): string | undefined {
  const unmet = declared.filter(
    ({ requirements }) => !requirements.every((one) => isMet(version, one)),
  );
  const wished = mostExact(unmet);
  if (wished === undefined) return undefined;
  const named = unmet.map(({ file, text }) => `\`${text}\` (\`${file}\`)`).join(", ");
  return (
    `The app asks for Ruby ${named}, and this runner's Ruby, which is what ships, is ${version}. ` +
    "Give the job that Ruby in a step before this one:\n" +
    `      - uses: ruby/setup-ruby@v1\n        with: { ruby-version: "${wished}" }`
  );
}

/** What ships is CRuby: no version of it meets another engine, which is named by a word. */
function isMet(version: string, requirement: string): boolean {
  return !isEngine(requirement) && meets(version, requirement);
}

/** Chooses what setup-ruby is to be given: the longest of the versions that the files name. */
function mostExact(unmet: readonly DeclaredRuby[]): string | undefined {
  return unmet
    .flatMap(({ text, requirements }) =>
      requirements.map((one) => (isEngine(one) ? text : one.replace(/^[^0-9]*/, ""))),
    )
    .sort((a, b) => b.length - a.length)[0];
}

function isEngine(requirement: string): boolean {
  return /^[a-z]/i.test(requirement);
}
