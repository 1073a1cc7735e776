import type { Manifest } from "../../../contract/manifest.ts";
import { ServerLog } from "../../../runtime/src/logs/server-log.ts";
import { FirstRequest } from "../../../runtime/src/server/first-request.ts";
import type { StartedServer } from "../../../runtime/src/server/rack-server.ts";
import type { SandboxOptions } from "../../../runtime/src/server/sandbox-options.ts";
import { Vitals } from "../../../runtime/src/server/vitals.ts";
import { Collected } from "../logs/collected.ts";

export const manifest: Manifest = {
  schema: 1,
  archives: [],
  server: { argv: ["server"], cwd: "/", env: {}, defaults: {} },
  label: "Rails",
  healthCheck: { path: "/up" },
};

export function sandboxOptions(
  root: string,
  changes: Partial<SandboxOptions> = {},
): SandboxOptions & { readonly output: Collected } {
  return {
    manifest,
    s3: { bucket: "b", region: "eu-west-1", accessKeyId: "a", secretAccessKey: "s" },
    root,
    place: { runDir: `${root}/run`, socket: `${root}/run/socket`, home: `${root}/home` },
    environment: { PATH: "/usr/bin:/bin" },
    startedAt: performance.now(),
    ...changes,
    output: new Collected(),
  };
}

/** Of a server that runs for a second. */
class FakeVitals extends Vitals {
  readonly #memory: () => number;

  constructor(memory: () => number) {
    super(-1, undefined);
    this.#memory = memory;
  }

  override measure(): number {
    return this.#memory();
  }

  override toString(): string {
    return "It ran for 1.0 s.";
  }
}

/** A server that listens when the test says so, and ends when it is stopped. */
export class FakeServer implements StartedServer {
  alive = true;
  readonly secret = "secret";
  readonly log: ServerLog;
  readonly stops: (number | undefined)[] = [];
  /** How often it was told that every file is there. */
  told = 0;
  readonly ready: Promise<number>;
  readonly ended: Promise<string>;
  listens!: (bootMs: number) => void;
  fails!: (error: Error) => void;
  #end!: (how: string) => void;

  constructor(output = new Collected()) {
    this.log = new ServerLog("Rails", this.secret, output);
    this.ready = new Promise((resolve, reject) => {
      this.listens = resolve;
      this.fails = reject;
    });
    this.ready.catch(() => undefined);
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** A server that listens already. */
  static listening(output?: Collected): FakeServer {
    const server = new FakeServer(output);
    server.listens(1);
    return server;
  }

  ends(how: string): void {
    this.alive = false;
    this.#end(how);
  }

  proceed(): void {
    this.told += 1;
  }

  /** Bytes of memory. */
  memory = 0;
  readonly vitals = new FakeVitals(() => this.memory);
  /** Where it listens instead. */
  where: string | undefined;
  /** How often it was given up. */
  givenUp = 0;

  elsewhere(): string | undefined {
    return this.where;
  }

  async giveUp(): Promise<void> {
    this.givenUp += 1;
    await this.stop(200);
  }

  async stop(graceMs?: number): Promise<void> {
    this.stops.push(graceMs);
    this.ends("was stopped");
  }
}

/** Of a sandbox whose server has had a request: a test's limits of a few milliseconds are no short time then. */
export function askedBefore(server: StartedServer): FirstRequest {
  const firstRequest = new FirstRequest();
  firstRequest.begins(server);
  return firstRequest;
}
