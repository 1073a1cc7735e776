import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Writable } from "node:stream";
import type { Label, ServerCommand } from "../../../contract/manifest.ts";
import { serverEnvironment } from "../../../contract/server-environment.ts";
import type { Output } from "../logs/output.ts";
import { ServerLog } from "../logs/server-log.ts";
import { addressOf } from "./address.ts";
import { writeBacktraces } from "./backtraces.ts";
import { withDeadline } from "./deadline.ts";
import { killGroup, recordServer } from "./process-id.ts";
import type { Readiness } from "./readiness.ts";
import { ServerAddress } from "./server-address.ts";
import { describeExit, ServerError } from "./server-error.ts";
import { preparePlace, type ServerPlace } from "./server-place.ts";
import { Vitals } from "./vitals.ts";
import { WORD, waitingArgv } from "./waiting-start.ts";

/** Milliseconds to wait for the last lines of a server that has ended. */
const LAST_LINES = 200;

/**
 * Milliseconds that a server which hangs may take to end by itself. With its backtraces, less than what is left of API
 * Gateway's 29 s, and of Lambda's time, when a request is given up.
 */
const GRACE = 200;

export interface ServerOptions {
  readonly command: ServerCommand;
  readonly label: Label;
  readonly place: ServerPlace;
  /** The function's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly output: Output;
  /** What the server must answer before it is ready; a connection is enough without it. */
  readonly readiness?: Readiness | undefined;
  /** Whether only the interpreter starts, and waits for `proceed()`. Only if `mayWait()` allows it. */
  readonly waits?: boolean;
}

/** One start of the rack server. After it has ended, a further start needs a new object. */
export class RackServer {
  /** The gem trusts the proxy's headers by this value. */
  readonly secret = randomBytes(24).toString("hex");
  readonly log: ServerLog;
  readonly vitals: Vitals;
  /** Milliseconds from the start, or from `proceed()`, until it listened. @throws ServerError if it ended before */
  readonly ready: Promise<number>;
  /** Settles when the server has ended and its output is written; says in words how it ended. */
  readonly ended: Promise<string>;
  /** Settles when it need not wait any longer. */
  readonly #told: Promise<void>;
  readonly #child: ChildProcess;
  readonly #address: ServerAddress;
  readonly #output: Output;
  /** The server's process group; none if it could not be started. */
  readonly #group: number;
  #stopped = false;
  #tell!: () => void;
  #started = performance.now();
  #alive = true;

  constructor(options: ServerOptions) {
    const { command, place, waits = false } = options;
    this.#output = options.output;
    const pidFile = preparePlace(place, command.cwd);
    // Its archive is still to come, and adds to a folder that exists.
    if (waits) mkdirSync(command.cwd, { recursive: true });
    const argv = waits ? waitingArgv(command.argv) : command.argv;
    // The shell only joins stderr to stdout: two pipes could not preserve the order of their lines.
    this.#child = spawn("/bin/sh", ["-c", 'exec "$@" 2>&1', "sh", ...argv], {
      cwd: command.cwd,
      env: serverEnvironment(options.environment, command, place.home, this.secret),
      stdio: ["ignore", "pipe", "inherit", ...(waits ? ["pipe" as const] : [])],
      detached: true,
    });
    if (this.#child.pid) recordServer(pidFile, this.#child.pid, this.secret);
    this.#group = this.#child.pid ?? -1;
    this.vitals = new Vitals(this.#group, options.environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE);
    this.log = new ServerLog(options.label, this.secret, options.output);
    if (this.#child.stdout) this.log.follow(this.#child.stdout);
    // Whoever awaits `ready` learns that it has ended before it was told.
    this.#child.stdio[3]?.on("error", () => undefined);
    this.#told = new Promise((resolve) => {
      this.#tell = resolve;
    });
    if (!waits) this.#tell();
    this.ended = this.#watch();
    this.#address = new ServerAddress(addressOf(command, place.socket), {
      group: this.#group,
      secret: this.secret,
      packaged: dirname(place.runDir),
    });
    this.ready = this.#listen(options.readiness);
    // Whoever awaits it sees the failure; a start that nobody awaits must not end the proxy.
    this.ready.catch(() => undefined);
  }

  /** Whether the process runs, as far as is known. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Lets an interpreter go on that waits: every file of its app and gems is there. Does nothing else. */
  proceed(): void {
    const word = this.#child.stdio[3] as Writable | undefined;
    if (!word?.writable) return;
    this.#started = performance.now();
    word.end(WORD);
    this.#tell();
  }

  /** Says what keeps the server from its address; undefined if nothing is known. */
  elsewhere(): string | undefined {
    return this.#address.elsewhere();
  }

  /** Ends a server that hangs, after it has written the backtraces of its threads. Takes 0.6 s at most. */
  async giveUp(): Promise<void> {
    if (!this.#alive) return;
    await writeBacktraces(this.#group, this.log, this.#output);
    await this.stop(GRACE);
  }

  /** Ends the server and its children, with SIGTERM first if it is given time. */
  async stop(graceMs = 0): Promise<void> {
    const { pid } = this.#child;
    if (pid && this.#alive) {
      this.#stopped = true;
      if (graceMs) {
        killGroup(pid, "SIGTERM");
        await within(graceMs, this.ended);
      }
      killGroup(pid, "SIGKILL");
    }
    this.#alive = false;
    await this.ended;
  }

  async #watch(): Promise<string> {
    const written = new Promise((resolve) => this.#child.stdout?.once("close", resolve));
    const how = await new Promise<string>((resolve) => {
      this.#child.once("error", (error) => resolve(`could not be started: ${error.message}`));
      this.#child.once("exit", (code, signal) =>
        resolve(describeExit(code, signal, this.#stopped, this.vitals.memoryKills())),
      );
    });
    this.#alive = false;
    this.vitals.end();
    // Its last lines are still in the pipe, which one of its own children may hold open.
    await within(LAST_LINES, written);
    this.log.flush();
    return how;
  }

  async #listen(readiness: Readiness | undefined): Promise<number> {
    const stop = new AbortController();
    const gone = this.ended.then((how) => {
      stop.abort();
      const { taken } = this.#address;
      const why = taken ? `: ${taken}` : "";
      throw new ServerError(
        `the rack server ${how} before it listened${why}`,
        this.log.lastLines(),
      );
    });
    const listening = this.#told.then(() => this.#address.untilReady(readiness, stop.signal));
    const endReports = this.#address.reportElsewhere(this.#output);
    try {
      await Promise.race([listening, gone]);
    } finally {
      endReports();
    }
    gone.catch(() => undefined);
    return performance.now() - this.#started;
  }
}

/** Waits for a promise, but no longer than this many milliseconds. */
async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  const deadline = withDeadline(milliseconds);
  await deadline.race(promise);
  deadline.clear();
}

/** What the rest of the proxy needs to know about a server that was started. */
export type StartedServer = Pick<
  RackServer,
  | "alive"
  | "elsewhere"
  | "ended"
  | "giveUp"
  | "log"
  | "proceed"
  | "ready"
  | "secret"
  | "stop"
  | "vitals"
>;
