import type { Built } from "../bundle/built.ts";
import type { ReleaseResult } from "../release/release-result.ts";

/** Every output of `action.yml`. A test checks that both agree with the README's table. */
export const OUTPUT_NAMES = [
  "url",
  "stage",
  "command",
  "function-name",
  "version",
  "previous-version",
  "bundle-digest",
  "bundle-bytes",
  "uploaded-bytes",
  "cold-start-ms",
  "changed",
  "report",
] as const;

/** The outputs of a deploy. `command` is set before the deploy begins. */
export type Outputs = Readonly<Record<Exclude<(typeof OUTPUT_NAMES)[number], "command">, string>>;

/** Returns the step's outputs; a value that a run does not have is empty. */
export function renderOutputs(
  stage: string,
  built: Pick<Built, "archives">,
  released: ReleaseResult,
): Outputs {
  const archives = built.archives.map(({ ref }) => ({
    name: ref.name,
    bytes: ref.bytes,
    uploaded: released.uploaded.some((one) => one.ref === ref),
  }));
  const sum = (sizes: readonly { bytes: number }[]) =>
    String(sizes.reduce((total, { bytes }) => total + bytes, 0));
  return {
    url: released.url,
    stage,
    "function-name": released.functionName,
    version: released.version,
    "previous-version": released.previousVersion ?? "",
    "bundle-digest": released.bundleDigest,
    "bundle-bytes": sum(archives),
    "uploaded-bytes": sum(released.uploaded),
    "cold-start-ms": String(released.coldStart?.totalMs ?? ""),
    changed: String(released.changes.length > 0),
    report: renderReport(archives, released.coldStart, released.answer),
  };
}

/** Returns the output `report`. */
export function renderReport(
  archives: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly uploaded: boolean;
  }[],
  coldStart: ReleaseResult["coldStart"],
  { status, milliseconds }: ReleaseResult["answer"],
): string {
  return JSON.stringify({
    archives,
    coldStart: coldStart ?? null,
    status,
    warmMs: milliseconds,
  });
}
