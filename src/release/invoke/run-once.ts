import { randomUUID } from "node:crypto";
import type { RunMessage, RunResult } from "../../../contract/messages.ts";
import type { BundleStore } from "../../ports/bundle-store.ts";
import type { Clock } from "../../ports/clock.ts";
import { AnswerLost, type Functions } from "../../ports/functions.ts";

/** Milliseconds that a command may run at most: Lambda's limit and what its end takes to be written. */
const LONGEST = 15 * 60_000 + 30_000;
/** Milliseconds between two looks for a result. */
const PAUSE = 2_000;
/** An invocation that never reached Lambda is repeated so often. */
const ATTEMPTS = 3;

/** Where a command runs, and whose stage's records say so. */
export interface RunPlace {
  readonly functionName: string;
  /** A version or alias. */
  readonly qualifier: string;
  readonly bucket: string;
  readonly app: string;
  readonly stage: string;
}

/** What the function said of itself where it could not run the command. */
export interface NotRun {
  readonly error: string;
}

/** `<app>/<stage>/runs/`: what the keys of a stage's runs begin with. */
export function runsPrefix(app: string, stage: string): string {
  return `${app}/${stage}/runs/`;
}

/**
 * Runs a command line in a function, once, and learns how it ended even if the connection breaks meanwhile.
 * The function claims the run before it starts it; who has lost the connection claims it too: if that
 * succeeds, the command was not started and never will be, else its result is waited for.
 * @throws AnswerLost where no result was left in the time that Lambda gives a command
 */
export async function runOnce(
  cloud: { readonly functions: Functions; readonly store: BundleStore; readonly clock: Clock },
  place: RunPlace,
  command: string,
): Promise<RunResult | NotRun> {
  for (let attempt = 1; ; attempt += 1) {
    const prefix = `${runsPrefix(place.app, place.stage)}${randomUUID()}/`;
    try {
      return await ask(cloud, place, command, prefix);
    } catch (failure) {
      if (!(failure instanceof AnswerLost)) throw failure;
      const neverStarted = await cloud.store.claim(place.bucket, `${prefix}claim`);
      if (!neverStarted) return await awaitResult(cloud, place.bucket, prefix, failure);
      if (attempt === ATTEMPTS) throw failure;
    }
  }
}

async function ask(
  { functions, store }: { readonly functions: Functions; readonly store: BundleStore },
  place: RunPlace,
  command: string,
  prefix: string,
): Promise<RunResult | NotRun> {
  const seconds = LONGEST / 1000;
  const message: RunMessage = {
    megamode: 1,
    message: "run",
    command,
    record: {
      claimUrl: await store.presignPut(place.bucket, `${prefix}claim`, seconds, { once: true }),
      resultUrl: await store.presignPut(place.bucket, `${prefix}result.json`, seconds),
    },
  };
  const { payload, error } = await functions.invoke(place.functionName, place.qualifier, message);
  await store.removeAll(place.bucket, prefix);
  return error === undefined ? (payload as RunResult) : { error };
}

async function awaitResult(
  { store, clock }: { readonly store: BundleStore; readonly clock: Clock },
  bucket: string,
  prefix: string,
  lost: AnswerLost,
): Promise<RunResult> {
  const until = clock.now() + LONGEST;
  while (clock.now() < until) {
    const result = await store.readJson(bucket, `${prefix}result.json`);
    if (result !== undefined) {
      await store.removeAll(bucket, prefix);
      return result as RunResult;
    }
    await clock.sleep(PAUSE);
  }
  throw lost;
}
