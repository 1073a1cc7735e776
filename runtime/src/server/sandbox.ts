import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import type { Manifest } from "../../../contract/manifest.ts";
import type { ColdStart, SandboxReport } from "../../../contract/messages.ts";
import type { S3Location } from "../config.ts";
import { withDeadline } from "../http/deadline.ts";
import { type Loaded, loadBundle } from "../loader/load.ts";
import { loadLater } from "../loader/load-later.ts";
import type { Output } from "../logs/output.ts";
import { RackServer, type ServerPlace } from "./rack-server.ts";
import { ServerError } from "./server-error.ts";

/** Lambda may freeze the sandbox while it connects: on waking, a connection of long ago has timed out. */
const TRIES = 3;

export interface SandboxOptions {
  readonly manifest: Manifest;
  readonly s3: S3Location;
  readonly root: string;
  readonly place: ServerPlace;
  readonly environment: Readonly<Record<string, string>>;
  readonly output: Output;
  /** Clock (performance.now) at the proxy's first line. */
  readonly startedAt: number;
}

/** This sandbox: what is loaded, the server that runs, what it has seen. Lives as long as the process. */
export class Sandbox {
  readonly options: SandboxOptions;
  readonly #id = randomUUID();
  #loading: Promise<Loaded> | undefined;
  #earlierAssets: Promise<void> | undefined;
  #server: RackServer | undefined;
  /** The server that was seen listening last. */
  #listening: RackServer | undefined;
  #coldStart: ColdStart | undefined;
  #prewarms = 0;
  #calls = 0;

  constructor(options: SandboxOptions) {
    this.options = options;
  }

  /** Settles when all archives are verified and in place. A failure is not kept: the next call tries again. */
  loaded(): Promise<Loaded> {
    const { manifest, s3, root } = this.options;
    this.#loading ??= loadBundle(manifest.archives, s3, root).catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  /**
   * The rack server, listening; started where there is none or the last one has ended.
   * @throws LoadError, ServerError
   */
  async ready(): Promise<RackServer> {
    const loaded = await this.loaded();
    const { manifest, startedAt, ...rest } = this.options;
    if (!this.#server?.alive) {
      this.#server = new RackServer({ ...rest, command: manifest.server, label: manifest.label });
    }
    const server = this.#server;
    const bootMs = await server.ready;
    this.#listening = server;
    this.#earlierAssets ??= this.#loadEarlierAssets();
    this.#coldStart ??= {
      fetchMs: Math.round(loaded.fetchMs),
      unpackMs: Math.round(loaded.unpackMs),
      bootMs: Math.round(bootMs),
      totalMs: Math.round(performance.now() - startedAt),
    };
    return server;
  }

  /**
   * The same, for who cannot wait for ever.
   * @throws LoadError, ServerError; also where the server runs but does not listen in time
   */
  async readyWithin(milliseconds: number): Promise<RackServer> {
    const deadline = withDeadline(milliseconds);
    try {
      const server = await deadline.race(this.ready());
      if (server) return server;
    } finally {
      deadline.clear();
    }
    const seconds = Math.round(milliseconds / 1000);
    throw new ServerError(
      `the rack server did not listen on ${this.options.place.socket} within ${seconds} s`,
      this.#server?.log.lastLines(),
    );
  }

  /**
   * Settles when a path's file is there, or will not be: assets of the release before come after the rest.
   * To be asked when ready.
   */
  async settled(path: string): Promise<void> {
    if (!path.startsWith("/assets/") || existsSync(`${this.options.root}/app/public${path}`))
      return;
    await this.#earlierAssets;
  }

  /** Whether a request would not have to wait for a start. */
  get warm(): boolean {
    return this.#listening !== undefined && this.#listening === this.#server && this.#server.alive;
  }

  /** Ends a server that hangs and starts another, without waiting for it. */
  async restart(): Promise<void> {
    await this.#server?.stop();
    this.ready().catch(() => undefined);
  }

  async stop(graceMs: number): Promise<void> {
    await this.#server?.stop(graceMs);
  }

  countPrewarm(): void {
    this.#prewarms += 1;
  }

  countCall(): void {
    this.#calls += 1;
  }

  get counts(): { readonly prewarms: number; readonly calls: number } {
    return { prewarms: this.#prewarms, calls: this.#calls };
  }

  /** An app does without them: a failure is a line in its log. */
  async #loadEarlierAssets(): Promise<void> {
    const { manifest, s3, root, output } = this.options;
    if (!manifest.earlierAssets) return;
    for (let left = TRIES - 1; ; left -= 1) {
      try {
        return await loadLater(manifest.earlierAssets, s3, root);
      } catch (error) {
        if (left > 0) continue;
        const reason = (error as Error).message.split("\n", 1)[0];
        output.write(`megamode: assets of the release before are missing: ${reason}\n`);
        return;
      }
    }
  }

  /** To be asked when the server is ready. */
  report(): SandboxReport {
    return {
      sandbox: this.#id,
      prewarmCount: this.#prewarms,
      callCount: this.#calls,
      coldStart: this.#coldStart ?? { fetchMs: 0, unpackMs: 0, bootMs: 0, totalMs: 0 },
    };
  }
}
