import { join } from "node:path";
import { bubblewrap } from "../../sandbox/jail/bubblewrap.ts";
import type { Isolation } from "../../sandbox/jail/isolation.ts";
import { noIsolation } from "../../sandbox/jail/no-isolation.ts";
import type { Log } from "../../sandbox/log/log-stream.ts";
import { Pool } from "../../sandbox/pool.ts";
import type { Ground } from "../../sandbox/sandbox.ts";
import type { FunctionInvoker, Roles, Service } from "../../service.ts";
import { openRecords } from "../../state/records.ts";
import type { LambdaContext } from "./context.ts";
import { openCodeStore } from "./functions/code-store.ts";
import { createInvocations } from "./invoke/invocations.ts";
import { createInvoker } from "./invoke/invoke.ts";
import type { LambdaFunction } from "./model.ts";
import { functionArn } from "./names.ts";
import { createService } from "./operations.ts";
import { checkMounts, mayLog } from "./settings/role-permissions.ts";

const SWEEP_MS = 30_000;

/** What Lambda is made of. */
export interface LambdaOptions {
  readonly stateDir: string;
  /** The control plane, once it listens: what a sandbox's SDK calls. */
  readonly endpoint: () => string;
  readonly region: string;
  readonly account: string;
  readonly roles: Roles;
  /** A Node.js 24 for the sandboxes. */
  readonly nodeBinary: string;
  readonly log: Log;
  /** How the sandboxes are isolated. By default the best that this machine offers. */
  readonly isolation?: (nodeBinary: string, stateDir: string) => Promise<Isolation>;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Milliseconds after which an idle sandbox is ended. */
  readonly idleMs?: number;
}

/** What the rest of the embedded AWS knows of Lambda. */
export interface Lambda {
  readonly service: Service;
  readonly invoker: FunctionInvoker;
  /** Ends the sandboxes that have been idle for too long by the clock. It also happens by itself now and then. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

export type LambdaFactory = (options: LambdaOptions) => Lambda;

/** Creates Lambda: functions, their versions, and the sandboxes that run them. */
export function createLambda(options: LambdaOptions): Lambda {
  const { stateDir, region, account, roles, now = Date.now } = options;
  const pool = openPool(options);
  pool.catch(() => {}); // The first invocation reports the error.
  const codes = openCodeStore(join(stateDir, "lambda", "code"));
  const context: LambdaContext = {
    region,
    account,
    roles,
    now,
    codes,
    functions: openRecords<LambdaFunction>(join(stateDir, "lambda", "functions")),
    invocations: createInvocations(
      () => pool,
      codes,
      stateDir,
      (settings) => checkMounts(roles, { region, account }, settings),
    ),
  };
  const sweeping = setInterval(() => void pool.then((opened) => opened.sweep()), SWEEP_MS);
  sweeping.unref();
  return {
    service: createService(context),
    invoker: createInvoker(context),
    async sweep() {
      await (await pool).sweep();
    },
    async close() {
      clearInterval(sweeping);
      await (await pool).close();
    },
  };
}

async function openPool({
  stateDir,
  endpoint,
  region,
  account,
  roles,
  log,
  now,
  idleMs,
  ...options
}: LambdaOptions) {
  const isolation = await (options.isolation ?? chooseIsolation)(options.nodeBinary, stateDir);
  const surroundings: Ground["surroundings"] = async ({ role, functionName }) => {
    const arn = functionArn({ region, account }, functionName);
    const credentials = await roles.sessionFor(role, arn);
    return { region, endpoint: endpoint(), credentials };
  };
  const ground: Ground = {
    isolation,
    stateDir,
    log,
    surroundings,
    mayLog: ({ role, logGroup }) => mayLog(roles, { region, account }, role, logGroup),
  };
  return new Pool(ground, now, idleMs);
}

async function chooseIsolation(nodeBinary: string, stateDir: string): Promise<Isolation> {
  try {
    return await bubblewrap(nodeBinary, stateDir);
  } catch (error) {
    console.error(
      `The sandboxes run without isolation, one at a time, because bubblewrap cannot run here: ${(error as Error).message}`,
    );
    return noIsolation(nodeBinary);
  }
}
