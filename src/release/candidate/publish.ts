import type { FunctionSettings, Functions } from "../../ports/functions.ts";
import type { Candidate } from "./candidate.ts";

/** Brings the function's working copy to the wanted state and publishes a version of it. */
export async function publishCandidate(
  functions: Functions,
  wanted: {
    readonly functionName: string;
    readonly exists: boolean;
    readonly architecture: "x86_64" | "arm64";
    readonly settings: FunctionSettings;
    readonly zip: { readonly content: Uint8Array; readonly sha256: string };
    readonly tags: Readonly<Record<string, string>>;
  },
): Promise<Candidate> {
  const { functionName, settings, zip } = wanted;
  if (wanted.exists) await functions.update(functionName, settings, zip.content);
  else {
    await functions.create({
      name: functionName,
      architecture: wanted.architecture,
      settings,
      zip: zip.content,
      tags: wanted.tags,
    });
  }
  return { functionName, version: await functions.publish(functionName, zip.sha256) };
}
