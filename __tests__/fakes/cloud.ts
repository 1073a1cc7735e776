import type { ColdStart, SandboxReport } from "../../contract/messages.ts";
import type { Cloud } from "../../src/ports/cloud.ts";
import { fakeBundleStore, putByUrl } from "./cloud/bundle-store.ts";
import { fakeFrontDoor } from "./cloud/front-door.ts";
import { type Answer, fakeFunctions } from "./cloud/functions.ts";
import { type Call, type Journal, type Method, recorded } from "./cloud/journal.ts";
import { fakeLogs } from "./cloud/logs.ts";
import { fakeRoles } from "./cloud/roles.ts";
import { fakeSchedules } from "./cloud/schedules.ts";
import { type CloudState, emptyState, REGION } from "./cloud/state.ts";

/** AWS in memory: what is created is found, and what is not there fails as it does in AWS. */
export interface FakeCloud extends Cloud {
  readonly state: CloudState;
  /** The calls made, in order. */
  readonly calls: Call[];
  /** What an invocation answers. */
  answer: Answer;
  /**
   * Makes the next call of a method fail.
   * @param options.skip how many calls of it go well before
   * @param options.isDone it does its work, and only its answer is lost
   */
  fail(method: Method, error: Error, options?: { skip?: number; isDone?: boolean }): void;
  /** Writes an object by a presigned URL. @returns the HTTP status */
  put(url: string, body: string, headers?: Readonly<Record<string, string>>): number;
}

export const COLD_START: ColdStart = { fetchMs: 1, unpackMs: 2, bootMs: 3, totalMs: 6 };

export function fakeCloud(): FakeCloud {
  const state = emptyState();
  const journal: Journal = { calls: [], failures: [] };
  const cloud: FakeCloud = {
    state,
    calls: journal.calls,
    answer: healthyApp(),
    fail: (method, error, { skip = 0, isDone = false } = {}) =>
      void journal.failures.push({ method, error, skip, isDone }),
    put: (url, body, headers) => putByUrl(state, url, body, headers),
    region: REGION,
    store: recorded("store", fakeBundleStore(state), journal),
    functions: recorded(
      "functions",
      fakeFunctions(state, (message, target) => cloud.answer(message, target)),
      journal,
    ),
    frontDoor: recorded("frontDoor", fakeFrontDoor(state), journal),
    roles: recorded("roles", fakeRoles(state), journal),
    schedules: recorded("schedules", fakeSchedules(state), journal),
    logs: recorded("logs", fakeLogs(state), journal),
  };
  return cloud;
}

/** An app that is well: each prewarm meets another sandbox, and every command succeeds. */
export function healthyApp(): Answer {
  let count = 0;
  const report = (): SandboxReport => {
    count += 1;
    return { sandbox: `sandbox-${count}`, prewarmCount: 1, callCount: 0, coldStart: COLD_START };
  };
  return ({ message }) => {
    switch (message) {
      case "prewarm":
        return { payload: report(), error: undefined };
      case "status":
        return { payload: { ...report(), httpStatus: 200, log: [] }, error: undefined };
      case "run":
        return { payload: { status: 0, output: "" }, error: undefined };
      default:
        return { payload: null, error: `The proxy does not know the message ${message}` };
    }
  };
}
