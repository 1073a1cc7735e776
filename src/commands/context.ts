import type { EarlierBuild } from "../bundle/built.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { BuildRoot } from "../ports/build-root.ts";
import type { Clock } from "../ports/clock.ts";
import type { Cloud } from "../ports/cloud.ts";
import type { GemCache } from "../ports/gem-cache.ts";
import type { PullRequests } from "../ports/pull-requests.ts";
import type { Reporter } from "../ports/reporter.ts";
import type { Shell } from "../ports/shell.ts";

/** What every command works with: what the user asked for, and where to report. */
interface CommonContext {
  readonly inputs: Inputs;
  readonly reporter: Reporter;
  readonly clock: Clock;
}

/** What a command works with that needs AWS only. */
export interface CloudContext extends CommonContext {
  /** `owner/name` of the repository, if it is known. */
  readonly repository: string | undefined;
  /** GitHub's number of the repository, which stays when it is renamed. */
  readonly repositoryId: string | undefined;
  readonly cloud: Cloud;
  readonly pullRequests: PullRequests;
}

/** Finds archives that earlier builds have uploaded. */
export interface EarlierBuilds {
  /** Fetches the archives of a recipe into the root's scratch folder. A failure only costs time. */
  find(recipe: string, root: BuildRoot): Promise<EarlierBuild | undefined>;
}

/** What a command works with that builds, on this machine and without credentials. */
export interface BuildContext extends CommonContext {
  /** Runs child processes on this machine, outside the root. */
  readonly shell: Shell;
  readonly gemCache: GemCache;
  readonly openRoot: (what: string) => Promise<BuildRoot>;
  /** Absent when there are no credentials. */
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
    /** PATH of the job: build tools such as Node.js are found there. */
    readonly path: string;
    /** Environment of the job: it may configure Bundler. */
    readonly environment: Readonly<Record<string, string | undefined>>;
  };
}

/** What a deploy works with. */
export interface Context extends BuildContext, CloudContext {
  /** Asks the stage's public URL. */
  readonly fetch: typeof fetch;
}
