import { randomUUID } from "node:crypto";
import type { RunMessage, RunResult } from "../../../contract/messages.ts";
import { type BundleStore, Unreadable } from "../../ports/bundle-store.ts";
import type { Waits } from "../../ports/clock.ts";
import { AnswerLost, type Functions } from "../../ports/functions.ts";
import { parseRunResult } from "./parse-run-result.ts";

/** Milliseconds until the result of a command must be there: Lambda's limit and time to write the result. */
const LONGEST = 15 * 60_000 + 30_000;
/** Milliseconds between two attempts to read a result. */
const PAUSE = 2_000;
/** How often a command is sent if it never reaches Lambda. */
const ATTEMPTS = 3;

/** What a run needs of AWS, and of time. */
export interface RunPorts extends Waits {
  readonly functions: Pick<Functions, "invoke">;
  readonly store: Pick<BundleStore, "claim" | "presignPut" | "readJson" | "removeAll">;
}

/** Where a command runs, and the stage below whose keys its result is written. */
export interface RunPlace {
  readonly functionName: string;
  /** A version or alias. */
  readonly qualifier: string;
  readonly bucket: string;
  readonly app: string;
  readonly stage: string;
}

/** Why the function could not run the command. */
export interface NotRun {
  readonly error: string;
}

/** What the function left is not what the proxy writes. */
const NO_RESULT: NotRun = {
  error: "The result has not the form of a run's result: the app may have written it.",
};

/** Returns the prefix of the keys of a stage's runs: `<app>/<stage>/runs/`. */
export function runsPrefix(app: string, stage: string): string {
  return `${app}/${stage}/runs/`;
}

/**
 * Runs a command line in a function, once, and learns how it ended even if the connection breaks meanwhile.
 * The function claims the run before it starts the command. If the connection breaks, we claim the run as
 * well: if we succeed, the command was not started and never will be; if not, we wait for its result.
 * @throws AnswerLost if there is no result within the time that Lambda gives a command
 */
export async function runOnce(
  ports: RunPorts,
  place: RunPlace,
  command: string,
): Promise<RunResult | NotRun> {
  for (let attempt = 1; ; attempt += 1) {
    const prefix = `${runsPrefix(place.app, place.stage)}${randomUUID()}/`;
    try {
      return await ask(ports, place, command, prefix);
    } catch (failure) {
      if (!(failure instanceof AnswerLost)) throw failure;
      const neverStarted = await ports.store.claim(place.bucket, `${prefix}claim`);
      if (!neverStarted) return await awaitResult(ports, place.bucket, prefix, failure);
      if (attempt === ATTEMPTS) throw failure;
    }
  }
}

async function ask(
  { functions, store }: RunPorts,
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
  return error === undefined ? (parseRunResult(payload) ?? NO_RESULT) : { error };
}

async function awaitResult(
  { store, clock, say }: RunPorts,
  bucket: string,
  prefix: string,
  lost: AnswerLost,
): Promise<RunResult | NotRun> {
  const minutes = Math.ceil(LONGEST / 60_000);
  say(
    `Waiting up to ${minutes} minutes for the command to end: it leaves its result in the bucket. ${lost.message}`,
  );
  const until = clock.now() + LONGEST;
  while (clock.now() < until) {
    const result = await store.readJson(bucket, `${prefix}result.json`).catch(unreadable);
    if (result !== undefined) {
      await store.removeAll(bucket, prefix);
      return parseRunResult(result) ?? NO_RESULT;
    }
    await clock.sleep(PAUSE);
  }
  throw lost;
}

/** An object that cannot be read counts as a result of another form: waiting for a better one is of no use. */
function unreadable(error: unknown): null {
  if (error instanceof Unreadable) return null;
  throw error;
}
