import { Env } from "../../../contract/environment.ts";
import type { InputName } from "../inputs.ts";

/** Variables of ours that every deploy sets itself, and the input that decides the value, if one does. */
export const SET_BY_DEPLOY: ReadonlyMap<string, InputName | undefined> = new Map<
  string,
  InputName | undefined
>([
  [Env.stage, "stage"],
  [Env.app, "app"],
  [Env.release, undefined],
  [Env.bucket, "bucket"],
  [Env.requestTimeout, "request-timeout"],
  [Env.preflight, undefined],
]);

/** Variables of ours that `environment` may give. */
const GIVEN = Object.values(Env).filter((name) => !SET_BY_DEPLOY.has(name));

/**
 * Says why a variable of ours cannot be given; undefined if it can, or is none of ours. A name that is spelt wrong would
 * change nothing, and nobody would notice.
 */
export function whyNotGiven(name: string): string | undefined {
  if (!name.startsWith("MEGAMODE_")) return undefined;
  if (SET_BY_DEPLOY.has(name)) {
    const input = SET_BY_DEPLOY.get(name);
    const instead = input ? `, from the input \`${input}\`` : "";
    return `\`${name}\` is set by the deploy itself${instead}: take the line out.`;
  }
  if (GIVEN.some((known) => known === name)) return undefined;
  return `\`${name}\` is no variable of megamode-deploy. Those that can be given are ${GIVEN.map((known) => `\`${known}\``).join(", ")}.`;
}
