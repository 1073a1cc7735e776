import { nodeFlags, type Surroundings, sandboxEnvironment } from "./environment.ts";
import type { Isolation, Jail } from "./jail/isolation.ts";
import { type Log, LogStream } from "./log/log-stream.ts";
import { type PlatformLog, platformLog } from "./log/platform-log.ts";
import { type Ending, judge } from "./outcome.ts";
import type { Invocation, Outcome, Runnable } from "./runnable.ts";
import { Runtime } from "./runtime.ts";
import { eventOf } from "./runtime-api/event.ts";
import { RuntimeApi } from "./runtime-api/runtime-api.ts";

const INIT_MS = 10_000;
/** From SIGTERM to SIGKILL, with an extension that is a part of the runtime. */
const SHUTDOWN_MS = 500;
const MB = 1024 * 1024;

/** What all sandboxes need. */
export interface Ground {
  readonly isolation: Isolation;
  readonly stateDir: string;
  readonly log: Log;
  /** Whether the function's role may write its log now. */
  readonly mayLog: (runnable: Runnable) => boolean;
  readonly surroundings: (
    runnable: Runnable,
  ) => Promise<Pick<Surroundings, "region" | "endpoint" | "credentials">>;
}

/**
 * One execution environment. It is started for a version, runs one invocation at a time, and is frozen between
 * invocations.
 */
export class Sandbox {
  readonly runnable: Runnable;
  readonly #jail: Jail;
  readonly #api: RuntimeApi;
  readonly #runtime: Runtime;
  readonly #log: LogStream;
  readonly #platform: PlatformLog;
  #fresh = true;

  private constructor(runnable: Runnable, jail: Jail, api: RuntimeApi, log: LogStream) {
    this.runnable = runnable;
    this.#jail = jail;
    this.#api = api;
    this.#runtime = new Runtime(jail, api, runnable.memoryMb * MB);
    this.#log = log;
    this.#platform = platformLog(runnable.logFormat);
    log.follow(jail.output);
  }

  /** Opens a sandbox. Its runtime starts with the first invocation. */
  static async open(runnable: Runnable, ground: Ground): Promise<Sandbox> {
    const surroundings = await ground.surroundings(runnable);
    const { logGroup, logLevel, version } = runnable;
    const mayLog = () => ground.mayLog(runnable);
    const log = new LogStream(ground.stateDir, logGroup, version, ground.log, mayLog, logLevel);
    const api = await RuntimeApi.start({
      functionName: runnable.functionName,
      functionVersion: version,
      handler: runnable.handler,
    });
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

  /** Whether the sandbox can run another invocation. */
  get alive(): boolean {
    return this.#jail.alive;
  }

  /** Runs one invocation. */
  async invoke(invocation: Invocation): Promise<Outcome> {
    const { requestId } = invocation;
    const { timeoutSeconds, memoryMb, version } = this.runnable;
    this.#log.startTail();
    const initMs = this.#fresh ? await this.#init() : undefined;
    this.#jail.thaw();
    this.#log.write(this.#platform.start(requestId, version));
    const began = performance.now();
    const deadline = began + timeoutSeconds * 1000;
    // A runtime that crashed, or did not start in time, starts again during the invocation's own time.
    let ending = await this.#runtime.ready(deadline);
    let posted = this.#api.initError;
    if (ending.kind === "next") {
      ending = await this.#runtime.answer(eventOf(invocation, timeoutSeconds), deadline);
      posted = this.#api.posted;
    }
    const durationMs = performance.now() - began;
    await this.#rest(ending);
    const verdict = judge(requestId, ending, posted, timeoutSeconds);
    const maxMemoryMb = Math.min(memoryMb, Math.ceil(this.#runtime.maxMemory / MB));
    const { failure } = verdict;
    const report = { requestId, durationMs, initMs, memoryMb, maxMemoryMb, failure };
    for (const line of this.#platform.end(report, verdict.line)) this.#log.write(line);
    const { payload, functionError, streamed } = verdict;
    return {
      payload,
      logTail: this.#log.tail,
      ...(functionError && { functionError }),
      ...(streamed && { streamed }),
    };
  }

  /**
   * Ends all its processes. The runtime is warned only if it has an extension: without one, it is killed at once.
   * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-shutdown
   */
  async end(): Promise<void> {
    if (this.#api.extensions.any) {
      await this.#jail.terminate(SHUTDOWN_MS);
      await this.#log.drain();
    }
    await this.#jail.end();
    this.#api.close();
  }

  /** Runs the init phase of a new sandbox. @returns its duration in milliseconds if the runtime started */
  async #init(): Promise<number | undefined> {
    this.#fresh = false;
    this.#log.write(this.#platform.initStart(process.versions.node));
    const began = performance.now();
    const ending = await this.#runtime.ready(began + INIT_MS);
    const initMs = performance.now() - began;
    if (ending.kind === "next") return initMs;
    const errorType = this.#api.initError?.errorType ?? "Runtime.ExitError";
    await this.#rest(ending);
    this.#log.write(
      ending.kind === "timeout"
        ? this.#platform.initReport(initMs, "timeout")
        : this.#platform.initReport(initMs, "error", errorType),
    );
    return undefined;
  }

  /** Stops all processes and logs the last of what they wrote. */
  async #rest(ending: Ending): Promise<void> {
    await this.#runtime.rest(ending);
    await this.#log.drain();
  }
}
