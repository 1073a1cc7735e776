import { SECRET_KEY_BASE } from "../../../contract/environment.ts";
import { UserError } from "../../errors.ts";
import type { Inputs } from "../../inputs/inputs.ts";
import type { Observed } from "./observe.ts";
import { variables } from "./settings.ts";

/** Bytes: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const MOST = 4096;

/** A digest of the length that a bundle's has. */
const SOME_DIGEST = "0".repeat(64);

/**
 * Fails if Lambda would refuse the function's variables for their size. It measures them as one JSON object: names, quotes
 * and escapes count. https://github.com/github-aws-runners/terraform-aws-github-runner/issues/3594
 * @param observed the stage as it is, whose variables that were set by hand stay; undefined: not known yet, so those that
 *   may be there in any size count least
 * @param sessionSecrets names of the variables that seal the app's sessions, once the build has found them
 * @throws UserError that names the largest variables and their sizes, never a value
 */
export function assertVariablesFit(
  inputs: Inputs,
  bucket: string,
  observed: Pick<Observed, "workingCopy" | "formerlySet"> | undefined,
  sessionSecrets: readonly string[] = [],
): void {
  const all = variables({
    inputs,
    bucket,
    bundleDigest: SOME_DIGEST,
    present: observed
      ? (observed.workingCopy?.variables ?? {})
      : { [SECRET_KEY_BASE]: "", NODE_OPTIONS: "" },
    formerlySet: observed?.formerlySet ?? [],
    sessionSecrets,
    generateSecret: () => "0".repeat(128),
  });
  const bytes = size(all);
  if (bytes <= MOST) return;
  const largest = Object.entries(all)
    .map(([name, value]) => ({ name, bytes: size({ [name]: value }) - "{}".length }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 3)
    .map((one) => `\`${one.name}\` (${one.bytes} bytes)`);
  throw new UserError(
    `The function's variables have ${bytes} bytes as JSON, and Lambda takes ${MOST} at most. The largest are ${largest.join(", ")}.`,
    "Keep what is large in AWS Systems Manager or Secrets Manager, and give a reference to it (`KEY=ssm:/path`). What is no secret can be a file of the app. The limit is Lambda's own and cannot be raised.",
  );
}

function size(some: Readonly<Record<string, string>>): number {
  return Buffer.byteLength(JSON.stringify(some));
}
