import { sha256Hex } from "../../digest.ts";
import { levelsUsedBy, type TrustLevel } from "../../inputs/trust.ts";

/** Incremented when the kind of content saved under a key changes. */
const SCHEMA = 3;

/** What vendored gems are saved for. */
export interface KeyInput {
  /** `installationDigest`. */
  readonly installation: string;
  readonly ruby: { readonly version: string; readonly platform: string; readonly prefix: string };
  /** Such as `ubuntu-24.04`: it decides which libraries extensions are linked with. */
  readonly system: string;
  readonly glibc: string;
  readonly trust: TrustLevel;
}

/** The keys of the very same gems. Gems of another lockfile are no start: an evil one may have changed any of them. */
export interface GemCacheKeys {
  /** Those of the levels that may be used, most trusted first. */
  readonly restore: readonly string[];
  /** That of our own level. */
  readonly save: string;
}

export function gemCacheKeys({ installation, ruby, system, glibc, trust }: KeyInput): GemCacheKeys {
  const place = `${system}-${ruby.platform}-glibc${glibc}-ruby${ruby.version}`;
  const digest = sha256Hex(JSON.stringify([ruby.prefix, installation]));
  const key = (level: TrustLevel) => `megamode-gems-v${SCHEMA}-${level}-${place}-${digest}`;
  return { restore: levelsUsedBy(trust).map(key), save: key(trust) };
}
