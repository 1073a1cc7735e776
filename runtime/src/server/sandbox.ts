import type { Loaded } from "../loader/load.ts";
import { withDeadline } from "./deadline.ts";
import { EarlierAssets } from "./earlier-assets.ts";
import { FirstRequest } from "./first-request.ts";
import type { StartedServer } from "./rack-server.ts";
import { Recycling } from "./recycling.ts";
import { SandboxHistory } from "./sandbox-history.ts";
import type { Environment, SandboxOptions } from "./sandbox-options.ts";
import { REAL_PORTS, type SandboxPorts } from "./sandbox-ports.ts";
import { ServerError } from "./server-error.ts";
import { ServerStarts } from "./server-starts.ts";

/** Milliseconds that a server which has served enough may take to end by itself. */
const RECYCLE_GRACE = 5000;

/** This sandbox: what is loaded, and the server that runs. Lives as long as the process. */
export class Sandbox {
  readonly options: SandboxOptions;
  readonly firstRequest = new FirstRequest();
  readonly history: SandboxHistory;
  readonly #ports: SandboxPorts;
  readonly #earlierAssets: EarlierAssets | undefined;
  readonly #starts: ServerStarts;
  #loading: Promise<Loaded> | undefined;
  /** The server that was last seen listening. */
  #listening: StartedServer | undefined;
  readonly #recycling: Recycling;
  /** A server that has served enough, until somebody needs the next one. */
  #worn: StartedServer | undefined;
  /** The end of such a server. */
  #ending: Promise<void> | undefined;

  constructor(options: SandboxOptions, ports: SandboxPorts = REAL_PORTS) {
    this.options = options;
    this.history = new SandboxHistory(options.startedAt);
    this.#ports = ports;
    const { manifest, s3, root, output } = options;
    this.#starts = new ServerStarts(options, ports.startServer);
    this.#recycling = new Recycling(options.recycle ?? {});
    const { earlierAssets } = manifest;
    this.#earlierAssets =
      earlierAssets &&
      new EarlierAssets(
        root,
        () => ports.loadLater(earlierAssets, s3, root),
        (line) => output.write(line),
      );
  }

  /**
   * Waits until all archives are verified and in place, and the environment's references are resolved. After a failure, the
   * next call tries again.
   */
  loaded(): Promise<Loaded> {
    this.#loading ??= this.#load().catch(async (error: unknown) => {
      // An interpreter that waits has read files that the next call discards.
      await this.#starts.last?.stop();
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #load(): Promise<Loaded> {
    const { manifest, s3, root } = this.options;
    const resolving = this.#resolve();
    const loading = this.#ports.loadBundle(manifest.archives, s3, root, (archive) =>
      this.#starts.early(archive),
    );
    // Nothing may start an interpreter when one of them has failed and is tried again.
    await Promise.allSettled([loading, resolving]);
    await resolving;
    return loading;
  }

  async #resolve(): Promise<void> {
    const { environment, resolve } = this.options;
    if (!this.#starts.environment) this.#starts.give(resolve ? await resolve() : environment);
  }

  /** The function's environment, from `loaded()` on with what its references stand for. */
  get environment(): Environment {
    return this.#starts.environment ?? this.options.environment;
  }

  /**
   * Returns the rack server when it listens. Starts one if there is none or the last one has ended.
   * @throws LoadError, ServerError
   */
  async ready(): Promise<StartedServer> {
    const loaded = await this.loaded();
    await this.#retire();
    const server = this.#starts.running();
    const bootMs = await server.ready;
    this.#listening = server;
    this.#earlierAssets?.start();
    this.history.listened(loaded, bootMs);
    return server;
  }

  /**
   * Like `ready()`, with a time limit.
   * @throws LoadError, ServerError; also if the server runs but does not listen in time
   */
  async readyWithin(milliseconds: number): Promise<StartedServer> {
    const deadline = withDeadline(milliseconds);
    try {
      const server = await deadline.race(this.ready());
      if (server) return server;
    } finally {
      deadline.clear();
    }
    const seconds = Math.round(milliseconds / 1000);
    const { last } = this.#starts;
    const where = last?.elsewhere();
    throw new ServerError(
      `the rack server did not listen on ${this.#starts.address} within ${seconds} s${where ? `: it ${where}` : ""}`,
      last?.log.lastLines(),
    );
  }

  /** Waits for a path's file if it may be an asset of the previous release. To be called after `ready()`. */
  async settled(path: string): Promise<void> {
    await this.#earlierAssets?.settled(path);
  }

  /** Whether a request can be served without waiting for a start. */
  get warm(): boolean {
    return this.#listening?.alive ?? false;
  }

  /** Ends a server that hangs, or that takes no connection, and starts another, without waiting for that. */
  async replace(): Promise<void> {
    this.#listening = undefined;
    await this.#starts.last?.giveUp();
    this.ready().catch(() => undefined);
  }

  /**
   * To be told that a request did not wait any longer for the start.
   * @returns what is known of the start, in sentences for the log
   */
  async gaveUp(waitedMs: number): Promise<string> {
    const where = this.#starts.last?.elsewhere();
    const hangs = this.#starts.waitedInVain(waitedMs);
    if (hangs) await this.replace();
    const reasons = [
      `It was not ready within ${Math.round(waitedMs / 100) / 10} s.`,
      where && `It ${where}.`,
      hangs && "Its server is replaced.",
    ];
    return reasons.filter(Boolean).join(" ");
  }

  /** To be told that a request is complete: a server that has served enough is replaced before the next one. */
  served(server: StartedServer): void {
    const reason = this.#recycling.reason(server);
    if (!reason) return;
    this.options.output.write(`megamode: The rack server is replaced, because ${reason}.\n`);
    this.#listening = undefined;
    this.#worn = server;
  }

  /** The sandbox may be frozen behind a response: the time in which a server can end by itself would pass meanwhile. */
  async #retire(): Promise<void> {
    this.#ending = this.#worn?.stop(RECYCLE_GRACE) ?? this.#ending;
    this.#worn = undefined;
    await this.#ending;
  }

  async stop(graceMs: number): Promise<void> {
    await this.#starts.last?.stop(graceMs);
  }
}
