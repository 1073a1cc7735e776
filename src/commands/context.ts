import type { EarlierBuild } from "../bundle/built.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { BuildRoot } from "../ports/build-root.ts";
import type { Clock } from "../ports/clock.ts";
import type { Cloud } from "../ports/cloud.ts";
import type { GemCache } from "../ports/gem-cache.ts";
import type { PullRequests } from "../ports/pull-requests.ts";
import type { Reporter } from "../ports/reporter.ts";
import type { Shell } from "../ports/shell.ts";

/** What every command works with: what was asked, and who is told. */
interface CommonContext {
  readonly inputs: Inputs;
  readonly reporter: Reporter;
  readonly clock: Clock;
}

/** What a command needs that works on AWS alone. */
export interface CloudContext extends CommonContext {
  /** `owner/name` of the repository, where it is known. */
  readonly repository: string | undefined;
  readonly cloud: Cloud;
  readonly pullRequests: PullRequests;
}

/** Finds what earlier builds have left. */
export interface EarlierBuilds {
  /** Fetches the archives of a recipe into the root's scratch folder. A failure costs time only. */
  find(recipe: string, root: BuildRoot): Promise<EarlierBuild | undefined>;
}

/** What a command needs that builds, on this machine and without credentials. */
export interface BuildContext extends CommonContext {
  /** Children of this machine, outside the root. */
  readonly shell: Shell;
  readonly gemCache: GemCache;
  readonly openRoot: (what: string) => Promise<BuildRoot>;
  /** Absent where there are no credentials to ask with. */
  readonly earlierBuilds?: EarlierBuilds;
  /** What ships with the action: the built proxy and the gem. */
  readonly parts: {
    readonly runtimeDir: string;
    readonly gemDir: string;
    /** Digest of the action's own code. */
    readonly digest: () => Promise<string>;
  };
  readonly machine: {
    readonly architecture: "x86_64" | "arm64";
    /** Such as `ubuntu-24.04`. */
    readonly system: string;
    /** glibc's version, such as `2.39`. */
    readonly glibc: string;
    /** Where build tools such as Node.js are found. */
    readonly path: string;
    /** The job's, for what Bundler is told there. */
    readonly environment: Readonly<Record<string, string | undefined>>;
  };
}

/** What a deploy works with. */
export interface Context extends BuildContext, CloudContext {}
