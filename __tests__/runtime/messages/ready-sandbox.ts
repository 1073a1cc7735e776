import type { ServerCommand } from "../../../contract/manifest.ts";
import { FirstRequest } from "../../../runtime/src/server/first-request.ts";
import type { StartedServer } from "../../../runtime/src/server/rack-server.ts";
import { SandboxHistory } from "../../../runtime/src/server/sandbox-history.ts";
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
  readonly history: SandboxHistory;

  /** @param server what its manifest says of the server besides */
  constructor(name: string, server: Partial<ServerCommand> = {}) {
    this.history = new SandboxHistory(0, name);
    this.options = sandboxOptions("/nowhere", {
      manifest: { ...manifest, server: { ...manifest.server, ...server } },
    });
  }

  /** What references of its environment stand for. */
  resolved: Readonly<Record<string, string>> = {};

  get environment() {
    return { ...this.options.environment, ...this.resolved };
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
}
