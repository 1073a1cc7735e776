import type { ArchiveName } from "../../../contract/manifest.ts";
import { serverEnvironment } from "../../../contract/server-environment.ts";
import { addressOf, describeAddress } from "./address.ts";
import type { StartedServer } from "./rack-server.ts";
import type { Environment, SandboxOptions } from "./sandbox-options.ts";
import type { SandboxPorts } from "./sandbox-ports.ts";
import { mayWait } from "./waiting-start.ts";

/** Milliseconds that requests wait for one start, in all, before it is taken to hang. */
const HUNG = 120_000;

/** The starts of a sandbox's rack server, one after the other. */
export class ServerStarts {
  readonly #options: SandboxOptions;
  readonly #startServer: SandboxPorts["startServer"];
  #last: StartedServer | undefined;
  #environment: Environment | undefined;
  /** The archive that was whole before the environment was known. */
  #whole: ArchiveName | undefined;
  /** Milliseconds that requests have waited in vain for the last one. */
  #waitedMs = 0;

  constructor(options: SandboxOptions, startServer: SandboxPorts["startServer"]) {
    this.#options = options;
    this.#startServer = startServer;
  }

  /** The server that was started last, which may have ended. */
  get last(): StartedServer | undefined {
    return this.#last;
  }

  get environment(): Environment | undefined {
    return this.#environment;
  }

  /** Gives the servers their environment: none starts before. */
  give(environment: Environment): void {
    this.#environment = environment;
    if (this.#whole) this.early(this.#whole);
  }

  /** Names the address on which the server is to listen. */
  get address(): string {
    const { manifest, place } = this.#options;
    return describeAddress(addressOf(manifest.server, place.socket));
  }

  /** To be told that a request has given up. @returns whether the last start is to be taken for one that hangs */
  waitedInVain(milliseconds: number): boolean {
    this.#waitedMs += milliseconds;
    return this.#last !== undefined && this.#waitedMs > HUNG;
  }

  /**
   * Starts the server's interpreter, which waits, if it needs no more than the archive that is whole now. Never throws: a
   * later start meets the same trouble, and somebody waits for that one.
   */
  early(whole: ArchiveName): void {
    const { manifest, place, output } = this.#options;
    if (whole !== manifest.server.startsAfter || this.#last?.alive) return;
    this.#whole = whole;
    if (!this.#environment) return;
    const env = serverEnvironment(this.#environment, manifest.server, place.home, "");
    if (!mayWait(manifest.server, env)) return;
    try {
      this.#last = this.#start(true);
    } catch (error) {
      output.write(
        `megamode: the rack server could not start early: ${(error as Error).message}\n`,
      );
    }
  }

  /** Returns the server that runs, or starts one. To be called when all archives are whole and the environment is given. */
  running(): StartedServer {
    if (!this.#last?.alive) this.#last = this.#start(false);
    this.#last.proceed();
    return this.#last;
  }

  #start(waits: boolean): StartedServer {
    const { manifest, startedAt: _, ...rest } = this.#options;
    this.#waitedMs = 0;
    const { server: command, label } = manifest;
    return this.#startServer({ ...rest, environment: this.#environment!, command, label, waits });
  }
}
