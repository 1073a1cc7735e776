import { nodeFlags, type Surroundings, sandboxEnvironment } from "./environment.ts";
import type { Isolation, Jail } from "./jail/isolation.ts";
import { type Log, LogStream } from "./log/log-stream.ts";
import { renderInitReport, renderInitStart, renderReport } from "./log/report.ts";
import { memoryOf } from "./memory.ts";
import { type Ending, judge } from "./outcome.ts";
import type { Invocation, Outcome, Runnable } from "./runnable.ts";
import { RuntimeApi } from "./runtime-api/runtime-api.ts";

const INIT_MS = 10_000;
const MEMORY_POLL_MS = 200;
const MB = 1024 * 1024;

/** What sandboxes stand on. */
export interface Ground {
  readonly isolation: Isolation;
  readonly stateDir: string;
  readonly log: Log;
  readonly surroundings: (
    runnable: Runnable,
  ) => Promise<Pick<Surroundings, "region" | "endpoint" | "credentials">>;
}

/**
 * One execution environment: it is started for a version, runs one invocation at a time, and is frozen in
 * between.
 */
export class Sandbox {
  readonly runnable: Runnable;
  readonly #jail: Jail;
  readonly #api: RuntimeApi;
  readonly #log: LogStream;
  #exit: Promise<number> | undefined;
  #fresh = true;
  #maxMemory = 0;

  private constructor(runnable: Runnable, jail: Jail, api: RuntimeApi, log: LogStream) {
    this.runnable = runnable;
    this.#jail = jail;
    this.#api = api;
    this.#log = log;
    log.follow(jail.output);
  }

  static async open(runnable: Runnable, ground: Ground): Promise<Sandbox> {
    const surroundings = await ground.surroundings(runnable);
    const log = new LogStream(ground.stateDir, runnable.functionName, runnable.version, ground.log);
    const api = await RuntimeApi.start();
    const environment = sandboxEnvironment(runnable, ground.isolation.places(runnable.codeDir), {
      ...surroundings,
      runtimeApi: api.address,
      logStream: log.name,
    });
    try {
      const jail = await ground.isolation.open({
        task: runnable.codeDir,
        tmpMb: runnable.tmpMb,
        mounts: runnable.mounts,
        environment,
        nodeFlags: nodeFlags(runnable.memoryMb, runnable.environment.NODE_OPTIONS),
      });
      return new Sandbox(runnable, jail, api, log);
    } catch (error) {
      api.close();
      throw error;
    }
  }

  /** Whether another invocation may come. */
  get alive(): boolean {
    return this.#jail.alive;
  }

  async invoke(invocation: Invocation): Promise<Outcome> {
    const { requestId } = invocation;
    const { timeoutSeconds, memoryMb, version } = this.runnable;
    this.#log.startTail();
    const initMs = this.#fresh ? await this.#init() : undefined;
    this.#jail.thaw();
    this.#log.write(`START RequestId: ${requestId} Version: ${version}`);
    const began = performance.now();
    const deadline = began + timeoutSeconds * 1000;
    // A runtime that crashed, or could not start in time, starts again at the expense of the invocation.
    let ending = await (this.#exit === undefined
      ? this.#startRuntime(deadline)
      : this.#until(deadline));
    let posted = this.#api.initError;
    if (ending.kind === "next") {
      this.#api.deliver(this.#event(invocation));
      ending = await this.#until(deadline);
      posted = this.#api.posted;
    }
    const durationMs = performance.now() - began;
    await this.#settle(ending);
    const verdict = judge(requestId, ending, posted, timeoutSeconds);
    if (verdict.line !== undefined) this.#log.write(verdict.line);
    this.#log.write(`END RequestId: ${requestId}`);
    const maxMemoryMb = Math.min(memoryMb, Math.ceil(this.#maxMemory / MB));
    const { failure } = verdict;
    this.#log.write(
      renderReport({ requestId, durationMs, initMs, memoryMb, maxMemoryMb, failure }),
    );
    const { payload, functionError } = verdict;
    return { payload, logTail: this.#log.tail, ...(functionError && { functionError }) };
  }

  /** Leave nothing behind. */
  async end(): Promise<void> {
    await this.#jail.end();
    this.#api.close();
  }

  /** The phase of its own that a new sandbox has. @returns its duration where the runtime came up */
  async #init(): Promise<number | undefined> {
    this.#fresh = false;
    this.#log.write(renderInitStart(process.versions.node));
    const began = performance.now();
    const ending = await this.#startRuntime(began + INIT_MS);
    const initMs = performance.now() - began;
    if (ending.kind === "next") return initMs;
    const errorType = this.#api.initError?.errorType ?? "Runtime.ExitError";
    await this.#settle(ending);
    this.#log.write(
      ending.kind === "timeout"
        ? renderInitReport(initMs, "timeout")
        : renderInitReport(initMs, "error", errorType),
    );
    return undefined;
  }

  #startRuntime(deadline: number): Promise<Ending> {
    this.#exit = this.#jail.startRuntime();
    return this.#until(deadline);
  }

  /** Wait for what ends a phase; watch the memory meanwhile. */
  async #until(deadline: number): Promise<Ending> {
    let timer: NodeJS.Timeout | undefined;
    let watch: NodeJS.Timeout | undefined;
    const timeout = new Promise<Ending>((resolve) => {
      timer = setTimeout(() => resolve({ kind: "timeout" }), deadline - performance.now());
    });
    const memory = new Promise<Ending>((resolve) => {
      watch = setInterval(() => {
        if (this.#measure() > this.runnable.memoryMb * MB) resolve({ kind: "memory" });
      }, MEMORY_POLL_MS);
    });
    const exit = this.#exit!.then((status): Ending => ({ kind: "exit", status }));
    const next = this.#api.nextRequested().then((kind): Ending => ({ kind }));
    try {
      return await Promise.race([next, exit, timeout, memory]);
    } finally {
      clearTimeout(timer);
      clearInterval(watch);
    }
  }

  /** Bring all processes to rest: frozen where the runtime is well, gone where it is not. */
  async #settle(ending: Ending): Promise<void> {
    if (ending.kind === "next") {
      await this.#jail.freeze();
      this.#measure();
    } else {
      await this.#jail.clear();
      this.#api.reset();
      this.#exit = undefined;
    }
    await this.#log.drain();
  }

  #measure(): number {
    const now = memoryOf(this.#jail.members());
    this.#maxMemory = Math.max(this.#maxMemory, now);
    return now;
  }

  #event({ requestId, payload, functionArn, traceId, clientContext }: Invocation) {
    return {
      requestId,
      payload,
      headers: {
        "lambda-runtime-deadline-ms": String(Date.now() + this.runnable.timeoutSeconds * 1000),
        "lambda-runtime-invoked-function-arn": functionArn,
        "lambda-runtime-trace-id": traceId,
        ...(clientContext && { "lambda-runtime-client-context": clientContext }),
      },
    };
  }
}
