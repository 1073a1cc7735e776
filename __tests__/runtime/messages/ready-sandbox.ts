import type { ServerCommand } from "../../../contract/manifest.ts";
import type { SandboxReport } from "../../../contract/messages.ts";
import { FirstRequest } from "../../../runtime/src/server/first-request.ts";
import type { StartedServer } from "../../../runtime/src/server/rack-server.ts";
import type { SandboxOptions } from "../../../runtime/src/server/sandbox-options.ts";
import { Collected } from "../logs/collected.ts";
import { FakeServer, manifest, sandboxOptions } from "../server/fake-sandbox.ts";

/** A sandbox whose server listens, or fails. */
export class ReadySandbox {
  readonly output = new Collected();
  readonly options: SandboxOptions;
  server = FakeServer.listening(this.output);
  /** The times within which it had to be ready. */
  readonly limits: number[] = [];
  failure: Error | undefined;
  prewarms = 0;
  readonly #name: string;

  /** @param server what its manifest says of the server besides */
  constructor(name: string, server: Partial<ServerCommand> = {}) {
    this.#name = name;
    this.options = sandboxOptions("/nowhere", {
      manifest: { ...manifest, server: { ...manifest.server, ...server } },
    });
  }

  /** What references of its environment stand for. */
  resolved: Readonly<Record<string, string>> = {};

  get environment() {
    return { ...this.options.environment, ...this.resolved };
  }

  countPrewarm(): void {
    this.prewarms += 1;
  }

  async ready(): Promise<StartedServer> {
    if (this.failure) throw this.failure;
    return this.server;
  }

  readyWithin(milliseconds: number): Promise<StartedServer> {
    this.limits.push(milliseconds);
    return this.ready();
  }

  async loaded() {
    if (this.failure) throw this.failure;
    return { fetchMs: 0, unpackMs: 0, reused: [] };
  }

  readonly firstRequest = new FirstRequest();
  async settled(): Promise<void> {}
  async replace(): Promise<void> {}
  gaveUp = async () => "It was not ready.";
  served(): void {}

  report(): SandboxReport {
    return {
      sandbox: this.#name,
      prewarmCount: this.prewarms,
      callCount: 0,
      coldStart: { fetchMs: 1, unpackMs: 2, bootMs: 3, totalMs: 4 },
    };
  }
}
