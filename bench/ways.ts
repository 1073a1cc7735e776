import { asPerson, asProxy, boot } from "./boot.ts";
import { coldPage } from "./cold-page.ts";
import type { Answer } from "./page.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Tree } from "./tree.ts";
import type { Way2018 } from "./way-2018.ts";

/** MB/s that one sandbox gets from S3. */
const RATE = 80;

/** The table's rows: what is timed. A boot and a cold start end when the server listens. */
export const ROW = {
  boot: "boot",
  noBootsnap: "boot, bootsnap off",
  plain: "boot, `bundle exec puma`",
  cold: "cold start",
  limited: `cold start, S3 at ${RATE} MB/s`,
  plainPage: "first page, `bundle exec puma`",
  coldPage: "first page, cold start",
  page2018: "first page, cold start as in 2018",
} as const;

/** A deployed app, and its first page. */
export interface Deployed {
  readonly state: string;
  readonly functionName: string;
  readonly tree: Tree;
  readonly surroundings: Surroundings;
  readonly path: string;
}

/** One run of one way. */
export interface Run {
  readonly answer: Answer;
  /** Milliseconds, by the table's row. */
  readonly ms: Readonly<Record<string, number>>;
  /** Further figures. */
  readonly more?: Readonly<Record<string, number>>;
}

/** Lists the ways to start the app by their names. They are to be run in turn. */
export function waysOf(deployed: Deployed, in2018: Way2018): Record<string, () => Promise<Run>> {
  const { state, functionName, tree, surroundings, path } = deployed;
  const start = (command: Parameters<typeof boot>[1]) => boot(tree, command, surroundings, path);
  const cold = (flags?: readonly string[]) => coldPage(state, functionName, path, flags);
  return {
    "our boot": async () => {
      const { answer, listenMs } = await start(asProxy(tree));
      return { answer, ms: { [ROW.boot]: listenMs } };
    },
    "our boot without bootsnap": async () => {
      const { answer, listenMs } = await start(asProxy(tree, { DISABLE_BOOTSNAP: "1" }));
      return { answer, ms: { [ROW.noBootsnap]: listenMs } };
    },
    "bundle exec puma": async () => {
      const { answer, listenMs, pageMs, cpuMs, rssMb } = await start(asPerson(tree));
      return {
        answer,
        ms: { [ROW.plain]: listenMs, [ROW.plainPage]: pageMs },
        more: { plainCpuMs: cpuMs, plainRssMb: rssMb },
      };
    },
    "cold start": async () => {
      const { answer, listenMs, pageMs, cpuMs, ...memory } = await cold();
      return {
        answer,
        ms: { [ROW.cold]: listenMs, [ROW.coldPage]: pageMs },
        more: { coldCpuMs: cpuMs, ...memory },
      };
    },
    "cold start, S3 limited": async () => {
      const { answer, listenMs } = await cold(["--s3-rate", String(RATE)]);
      return { answer, ms: { [ROW.limited]: listenMs } };
    },
    "cold start as in 2018": async () => {
      const { answer, pageMs } = await in2018.coldStart();
      return { answer, ms: { [ROW.page2018]: pageMs } };
    },
  };
}
