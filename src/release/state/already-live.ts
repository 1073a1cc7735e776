import { Env } from "../../../contract/environment.ts";
import type { Manifest } from "../../../contract/manifest.ts";
import { bundleDigest } from "../../bundle/manifest.ts";
import type { Observed } from "./observe.ts";

/** Tells whether the live version runs this bundle with these variables, and so has shown that it works. */
export function isLive(
  manifest: Manifest,
  environment: Readonly<Record<string, string>>,
  { live, formerlySet }: Pick<Observed, "live" | "formerlySet">,
): boolean {
  if (live?.variables[Env.release] !== bundleDigest(manifest)) return false;
  const same = Object.entries(environment).every(([name, value]) => live.variables[name] === value);
  return same && formerlySet.every((name) => name in environment);
}
