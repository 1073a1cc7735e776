import { Env } from "../../contract/environment.ts";
import type { ArchiveName } from "../../contract/manifest.ts";
import { urlSuffix } from "../../contract/url-suffix.ts";
import type { Inputs } from "../inputs/inputs.ts";
import { resourceName } from "../release/place/names.ts";
import { type OUTPUT_NAMES, renderReport } from "./outputs.ts";

/** What stands in for an API's id, which nobody knows before the API is made. */
const SOME_API = "0000000000";

const ARCHIVES: readonly ArchiveName[] = ["ruby", "gems", "app", "assets"];

/**
 * Returns what tells, before a run begins, whether a text will be a part of one of the step's outputs. Such a text is no
 * secret: the runner drops each output that holds a masked value. Digests, sizes, times and an API's id cannot be known
 * before.
 * @param executeApiUrl template of an API's base URL with `{api}` and `{region}`; undefined: API Gateway's own host
 */
export function readableOutputs(
  inputs: Pick<Inputs, "app" | "stage" | "region" | "environment">,
  executeApiUrl: string | undefined,
): (text: string) => boolean {
  const texts = Object.values(knownParts(inputs, executeApiUrl)).flat();
  return (text) => {
    const someApi = withSomeApi(text);
    return texts.some((known) => known.includes(text) || known.includes(someApi));
  };
}

/** Lists what is known of each output. */
function knownParts(
  { app, stage, region, environment }: Parameters<typeof readableOutputs>[0],
  executeApiUrl: string | undefined,
): Readonly<Record<(typeof OUTPUT_NAMES)[number], readonly string[]>> {
  const host = executeApiUrl ?? `https://{api}.execute-api.{region}.${urlSuffix(region)}`;
  const url = `${host.replace("{api}", SOME_API).replace("{region}", region)}/${stage}`;
  return {
    url: [url, environment[Env.publicUrl] ?? ""],
    stage: [stage],
    command: [], // Words of fewer letters than any mask has.
    "function-name": [resourceName(app, stage)],
    version: [],
    "previous-version": [],
    "bundle-digest": [],
    "bundle-bytes": [],
    "uploaded-bytes": [],
    "cold-start-ms": [],
    changed: [],
    report: [true, false].flatMap(reportWithoutNumbers),
  };
}

function reportWithoutNumbers(uploaded: boolean): readonly string[] {
  const archives = ARCHIVES.map((name) => ({ name, bytes: 0, uploaded }));
  const coldStart = { fetchMs: 0, unpackMs: 0, bootMs: 0, totalMs: 0 };
  const answer = { status: 0, milliseconds: 0 };
  return [undefined, coldStart].flatMap((cold) => renderReport(archives, cold, answer).split("0"));
}

/** Puts one id in the place of any (before `.execute-api`), so that the URL that an earlier deploy made is known, too. */
function withSomeApi(text: string): string {
  return text.replace(/[a-z0-9]*(?=\.e)|(?<=\/\/)[a-z0-9]+(?=\.?$)/, SOME_API);
}
