import { beforeEach, describe, expect, test } from "@jest/globals";
import type { ArchiveName, ArchiveRef } from "../../../contract/manifest.ts";
import type { Loaded, OnWhole } from "../../../runtime/src/loader/load.ts";
import type { ServerOptions } from "../../../runtime/src/server/rack-server.ts";
import { Sandbox } from "../../../runtime/src/server/sandbox.ts";
import type { SandboxOptions } from "../../../runtime/src/server/sandbox-options.ts";
import { Collected } from "../logs/collected.ts";
import { FakeServer, manifest, sandboxOptions } from "./fake-sandbox.ts";

let loads: ((onWhole: OnWhole) => Promise<Loaded>)[];
let laterLoads: string[];
let starts: ServerOptions[];
let servers: FakeServer[];

beforeEach(() => {
  loads = [];
  laterLoads = [];
  starts = [];
  servers = [];
});

const LOADED: Loaded = { fetchMs: 10.4, unpackMs: 20.6, reused: [] };

/** A sandbox whose servers are those of the test, in order, and one that listens where there is none. */
function open(changes: Partial<SandboxOptions> = {}, ...given: FakeServer[]): Sandbox {
  return new Sandbox(sandboxOptions("/nowhere", changes), {
    loadBundle: async (_archives, _s3, _root, onWhole = () => {}) =>
      (await loads.shift()?.(onWhole)) ?? LOADED,
    loadLater: async (ref) => void laterLoads.push(ref.name),
    startServer(options) {
      starts.push(options);
      const server = given.shift() ?? FakeServer.listening();
      servers.push(server);
      return server;
    },
  });
}

describe("ready", () => {
  test("loads the bundle once and starts one server, with the manifest's command", async () => {
    let count = 0;
    loads.push(async () => {
      count += 1;
      return LOADED;
    });
    const sandbox = open();
    const [one, other] = await Promise.all([sandbox.ready(), sandbox.ready()]);
    expect(await sandbox.ready()).toBe(one);
    expect(other).toBe(one);
    expect(count).toBe(1);
    expect(starts).toEqual([
      expect.objectContaining({
        command: manifest.server,
        label: "Rails",
        place: expect.anything(),
      }),
    ]);
  });

  test("fails with the load, and the next call loads again", async () => {
    loads.push(async () => {
      throw new Error("NoSuchKey");
    });
    const sandbox = open();
    await expect(sandbox.ready()).rejects.toThrow("NoSuchKey");
    expect(starts).toEqual([]);
    await sandbox.ready();
    expect(sandbox.warm).toBe(true);
  });

  test("fails with the server, and the next call starts another one", async () => {
    const broken = new FakeServer();
    broken.ends("exited");
    broken.fails(new Error("no database"));
    const sandbox = open({}, broken);
    await expect(sandbox.ready()).rejects.toThrow("no database");
    expect(sandbox.warm).toBe(false);
    await sandbox.ready();
    expect(starts).toHaveLength(2);
  });

  test("starts another server when the last one has ended", async () => {
    const sandbox = open();
    const first = await sandbox.ready();
    servers[0]!.ends("was killed");
    expect(await sandbox.ready()).not.toBe(first);
  });
});

describe("a server whose interpreter starts early", () => {
  const early = {
    manifest: { ...manifest, server: { ...manifest.server, startsAfter: "ruby" } },
  } as const;

  /** A load that tells these archives, and then waits for the test. */
  function held(...whole: ArchiveName[]) {
    let finish!: () => void;
    let fail!: (error: Error) => void;
    const loaded = new Promise<Loaded>((resolve, reject) => {
      finish = () => resolve(LOADED);
      fail = reject;
    });
    loads.push((onWhole) => {
      for (const name of whole) onWhole(name);
      return loaded;
    });
    return { finish, fail };
  }

  test("starts when its archive is whole, and goes on when all are", async () => {
    const load = held("ruby", "gems");
    const sandbox = open(early);
    const ready = sandbox.ready();
    await new Promise(setImmediate);
    expect(starts).toEqual([
      expect.objectContaining({ waits: true, command: early.manifest.server }),
    ]);
    expect(servers[0]!.told).toBe(0);
    load.finish();
    expect(await ready).toBe(servers[0]);
    expect(servers[0]!.told).toBe(1);
    expect(starts).toHaveLength(1);
  });

  test("starts when somebody waits for the archives alone, and is told nothing", async () => {
    const load = held("ruby");
    const sandbox = open(early);
    const loaded = sandbox.loaded();
    load.finish();
    await loaded;
    expect(servers.map(({ told }) => told)).toEqual([0]);
    await sandbox.ready();
    expect(servers.map(({ told }) => told)).toEqual([1]);
  });

  test.each([
    ["with another archive", ["gems", "app"] as ArchiveName[], early],
    ["where the manifest is of an older action", ["ruby"] as ArchiveName[], {}],
    [
      "where a variable makes Ruby read more",
      ["ruby"] as ArchiveName[],
      { ...early, environment: { RUBYLIB: "lib" } },
    ],
  ])("does not start %s", async (_, whole, changes) => {
    const load = held(...whole);
    const ready = open(changes).ready();
    await new Promise(setImmediate);
    expect(starts).toEqual([]);
    load.finish();
    await ready;
    expect(starts).toEqual([expect.objectContaining({ waits: false })]);
  });

  test("that has ended while it waited starts again when all archives are there", async () => {
    const load = held("ruby");
    const sandbox = open(early);
    const ready = sandbox.ready();
    servers[0]!.ends("was killed");
    servers[0]!.fails(new Error("was killed"));
    load.finish();
    expect(await ready).toBe(servers[1]);
    expect(starts.map(({ waits }) => waits)).toEqual([true, false]);
  });

  test("that cannot even start does not break the load: the log says why, and a later start tries again", async () => {
    const load = held("ruby");
    const output = new Collected();
    const sandbox = new Sandbox(
      { ...sandboxOptions("/nowhere", early), output },
      {
        loadBundle: async (_archives, _s3, _root, onWhole = () => {}) => loads.shift()!(onWhole),
        loadLater: async () => {},
        startServer({ waits }) {
          if (waits) throw new Error("spawn ENOMEM");
          return FakeServer.listening();
        },
      },
    );
    load.finish();
    await sandbox.ready();
    expect(output.text).toBe("megamode: the rack server could not start early: spawn ENOMEM\n");
  });

  test("ends when the load fails, and the next call starts anew", async () => {
    const load = held("ruby");
    const sandbox = open(early);
    const ready = sandbox.ready();
    load.fail(new Error("NoSuchKey"));
    await expect(ready).rejects.toThrow("NoSuchKey");
    expect(servers[0]!.stops).toEqual([undefined]);
    held("ruby").finish();
    expect(await sandbox.ready()).toBe(servers[1]);
    expect(starts.map(({ waits }) => waits)).toEqual([true, true]);
    expect(servers[0]!.told).toBe(0);
  });

  test("ends with the proxy", async () => {
    held("ruby");
    const sandbox = open(early);
    void sandbox.loaded();
    await sandbox.stop(400);
    expect(servers[0]!.stops).toEqual([400]);
  });

  test("starts once: one that replaces it does not wait", async () => {
    held("ruby").finish();
    const sandbox = open(early);
    await sandbox.ready();
    await sandbox.replace();
    await sandbox.ready();
    expect(starts.map(({ waits }) => waits)).toEqual([true, false]);
  });
});

describe("references of the environment", () => {
  const early = {
    manifest: { ...manifest, server: { ...manifest.server, startsAfter: "ruby" } },
  } as const;
  const environment = { PATH: "/bin", KEY: "ssm:/shop/key" };
  const resolved = { PATH: "/bin", KEY: "kept" };

  /** A resolution that waits for the test. */
  function held() {
    let finish!: () => void;
    let fail!: (error: Error) => void;
    const promise = new Promise<Readonly<Record<string, string>>>((resolve, reject) => {
      finish = () => resolve(resolved);
      fail = reject;
    });
    return { resolve: () => promise, finish, fail };
  }

  const tellsRuby = async (onWhole: OnWhole) => {
    onWhole("ruby");
    return LOADED;
  };

  test("are resolved before any server starts, also one that starts early", async () => {
    loads.push(tellsRuby);
    const { resolve, finish } = held();
    const sandbox = open({ ...early, environment, resolve });
    expect(sandbox.environment).toEqual(environment);
    const ready = sandbox.ready();
    await new Promise(setImmediate);
    expect(starts).toEqual([]);
    finish();
    await ready;
    expect(starts).toEqual([expect.objectContaining({ waits: true, environment: resolved })]);
    expect(sandbox.environment).toEqual(resolved);
  });

  test("that are there first let the interpreter start as early as ever", async () => {
    let whole!: () => void;
    loads.push(async (onWhole) => {
      await new Promise<void>((resolve) => {
        whole = resolve;
      });
      return tellsRuby(onWhole);
    });
    const { resolve, finish } = held();
    const ready = open({ ...early, environment, resolve }).ready();
    finish();
    await new Promise(setImmediate);
    expect(starts).toEqual([]);
    whole();
    await ready;
    expect(starts).toEqual([expect.objectContaining({ waits: true, environment: resolved })]);
  });

  test("that cannot be resolved fail the start, and the next call tries again", async () => {
    const broken = held();
    const calls = [broken.resolve, held().resolve];
    loads.push(tellsRuby, tellsRuby);
    const sandbox = open({ ...early, environment, resolve: () => calls.shift()!() });
    const ready = sandbox.ready();
    broken.fail(new Error("KEY: ssm:/shop/key does not exist"));
    await expect(ready).rejects.toThrow("KEY: ssm:/shop/key does not exist");
    expect(starts).toEqual([]);
    const fine = held();
    calls.unshift(fine.resolve);
    fine.finish();
    await sandbox.ready();
    expect(starts).toEqual([expect.objectContaining({ environment: resolved })]);
  });

  test("start no interpreter when the load has failed meanwhile: its files are discarded", async () => {
    loads.push(async (onWhole) => {
      onWhole("ruby");
      throw new Error("NoSuchKey");
    });
    const { resolve, finish } = held();
    const sandbox = open({ ...early, environment, resolve });
    const ready = sandbox.ready();
    await new Promise(setImmediate);
    finish();
    await expect(ready).rejects.toThrow("NoSuchKey");
    expect(servers.map(({ alive }) => alive)).toEqual([false]);
  });

  test("are resolved once: a server that replaces another has the same", async () => {
    let count = 0;
    const resolve = async () => {
      count += 1;
      return resolved;
    };
    const sandbox = open({ environment, resolve });
    await sandbox.ready();
    servers[0]!.ends("was killed");
    await sandbox.ready();
    expect(starts.map(({ environment: env }) => env)).toEqual([resolved, resolved]);
    expect(count).toBe(1);
  });
});

describe("ready within a time", () => {
  test("is like ready", async () => {
    const sandbox = open();
    expect(await sandbox.readyWithin(60_000)).toBe(servers[0]);
  });

  test("fails with the last lines of a server that does not listen", async () => {
    const deaf = new FakeServer();
    deaf.log.push(Buffer.from("waiting for the database\n"));
    await expect(open({}, deaf).readyWithin(1)).rejects.toThrow(
      "the rack server did not listen on /nowhere/run/socket within 0 s. Its last lines:\nwaiting for the database",
    );
  });

  test("says nothing of a server where there is none yet", async () => {
    loads.push(() => new Promise(() => {}));
    await expect(open().readyWithin(1)).rejects.toThrow(/within 0 s$/);
  });
});

describe("warm", () => {
  test("is a sandbox whose server has listened and still runs", async () => {
    const slow = new FakeServer();
    const sandbox = open({}, slow);
    expect(sandbox.warm).toBe(false);
    const ready = sandbox.ready();
    expect(sandbox.warm).toBe(false);
    slow.listens(1);
    await ready;
    expect(sandbox.warm).toBe(true);
    slow.ends("was killed");
    expect(sandbox.warm).toBe(false);
  });
});

describe("stopping", () => {
  test("gives the server the time that it is given", async () => {
    const sandbox = open();
    await sandbox.stop(400);
    await sandbox.ready();
    await sandbox.stop(400);
    expect(servers[0]!.stops).toEqual([400]);
  });

  test("a server that hangs is given up and replaced, without waiting for the new one", async () => {
    const next = new FakeServer();
    const sandbox = open({}, FakeServer.listening(), next);
    await sandbox.ready();
    await sandbox.replace();
    expect(servers[0]!.givenUp).toBe(1);
    expect(sandbox.warm).toBe(false);
    next.listens(1);
    expect(await sandbox.ready()).toBe(next);
  });
});

describe("a start that takes long", () => {
  test("is told of, with where the server listens instead", async () => {
    const deaf = new FakeServer();
    const sandbox = open({}, deaf);
    sandbox.ready().catch(() => undefined);
    await new Promise(setImmediate);
    expect(await sandbox.gaveUp(28_000)).toBe("It was not ready within 28 s.");
    deaf.where = "listens on 0.0.0.0:3000, expected 127.0.0.1:8080";
    expect(await sandbox.gaveUp(28_000)).toBe(
      "It was not ready within 28 s. It listens on 0.0.0.0:3000, expected 127.0.0.1:8080.",
    );
    await expect(sandbox.readyWithin(1)).rejects.toThrow(
      "did not listen on /nowhere/run/socket within 0 s: it listens on 0.0.0.0:3000, expected 127.0.0.1:8080",
    );
    expect(deaf.givenUp).toBe(0);
  });

  test("is replaced when requests have waited two minutes in all, and a new one gets as much", async () => {
    const sandbox = open({}, new FakeServer(), new FakeServer(), FakeServer.listening());
    sandbox.ready().catch(() => undefined);
    await new Promise(setImmediate);
    const waits = async () => {
      for (let i = 0; i < 4; i += 1) await sandbox.gaveUp(28_000);
    };
    await waits();
    expect(servers[0]!.givenUp).toBe(0);
    expect(await sandbox.gaveUp(28_000)).toMatch(/Its server is replaced\.$/);
    expect(servers[0]!.givenUp).toBe(1);
    await new Promise(setImmediate);
    await waits();
    expect(servers[1]!.givenUp).toBe(0);
  });
});

describe("a server that has served enough", () => {
  test.each([
    ["requests", { afterRequests: 2 }, 0, "it has answered 2 requests"],
    ["memory", { aboveMb: 100 }, 101 * 1024 * 1024, "it has 101 MB of memory"],
  ])(
    "by its %s ends by itself, and another one starts when it has ended",
    async (_, recycle, memory, why) => {
      const next = new FakeServer();
      const sandbox = open({ recycle }, FakeServer.listening(), next);
      const server = await sandbox.ready();
      sandbox.served(server);
      expect(servers[0]!.stops).toEqual([]);
      servers[0]!.memory = memory;
      sandbox.served(server);
      // The sandbox may be frozen now: the server would be given no time to end.
      expect(servers[0]!.stops).toEqual([]);
      expect(sandbox.warm).toBe(false);
      expect((sandbox.options.output as Collected).text).toBe(
        `megamode: The rack server is replaced, because ${why}.\n`,
      );
      next.listens(1);
      expect(await Promise.all([sandbox.ready(), sandbox.ready()])).toEqual([next, next]);
      expect(servers[0]!.stops).toEqual([5000]);
      sandbox.served(next);
      expect(next.stops).toEqual([]);
    },
  );

  test("is looked at only where somebody asks for it", async () => {
    const sandbox = open();
    const server = await sandbox.ready();
    servers[0]!.memory = Number.MAX_VALUE;
    for (let i = 0; i < 10; i += 1) sandbox.served(server);
    expect(servers[0]!.stops).toEqual([]);
  });
});

describe("assets of the previous release", () => {
  const earlierAssets = { name: "assets" } as ArchiveRef;

  test("are loaded once the server listens", async () => {
    const slow = new FakeServer();
    const sandbox = open({ manifest: { ...manifest, earlierAssets } }, slow);
    const ready = sandbox.ready();
    await new Promise(setImmediate);
    expect(laterLoads).toEqual([]);
    slow.listens(1);
    await ready;
    await sandbox.settled("/assets/old.css");
    await sandbox.ready();
    expect(laterLoads).toEqual(["assets"]);
  });

  test("are none where the manifest names none", async () => {
    const sandbox = open();
    await sandbox.ready();
    await sandbox.settled("/assets/old.css");
    expect(laterLoads).toEqual([]);
  });
});

describe("the history", () => {
  test("tells what the first start took, not a later one", async () => {
    const [first, second] = [new FakeServer(), new FakeServer()];
    const sandbox = open({ startedAt: performance.now() - 5000 }, first, second);
    first.listens(30.2);
    await sandbox.ready();
    const { coldStart } = sandbox.history.report();
    expect(coldStart).toMatchObject({ fetchMs: 10, unpackMs: 21, bootMs: 30 });
    expect(coldStart.totalMs).toBeGreaterThanOrEqual(5000);
    first.ends("was killed");
    second.listens(99);
    await sandbox.ready();
    expect(sandbox.history.report().coldStart).toEqual(coldStart);
  });
});
