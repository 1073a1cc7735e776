import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import {
  type RestApiEvent,
  type RestApiResult,
  restApi,
} from "../../../runtime/src/events/rest-api.ts";
import { answerHttp } from "../../../runtime/src/requests/answer.ts";
import { allProcesses, processInfo } from "../../../runtime/src/server/processes.ts";
import { readReadiness } from "../../../runtime/src/server/readiness.ts";
import { freePort } from "../../free-port.ts";
import { invocation, restEvent } from "../../runtime/events/rest-event.ts";
import { runs } from "../../runtime/server/processes.ts";
import { until } from "../../until.ts";
import {
  installServers,
  type RealServer,
  type ServerChanges,
  type ServerName,
  startServer,
} from "./real-servers.ts";

/** Does what its path says. */
const APP = `
require "json"
calls = 0
serving = Process.pid
at_exit { STDOUT.write("at_exit of #{Process.pid}\\n") }
run(lambda { |env|
  calls += 1
  File.write("../calls", "#{env["REQUEST_METHOD"]} #{env["PATH_INFO"]}\\n", mode: "a")
  case env["PATH_INFO"]
  when "/sleep" then sleep
  when "/loop" then loop {}
  when "/io" then IO.pipe[0].read
  when "/mutex" then Mutex.new.tap(&:lock).then { |lock| Thread.new { lock.lock }.join }
  when "/stall"
    stalled = Enumerator.new { |out| (out << "x") && sleep }
    next [200, { "content-type" => "text/plain", "content-length" => "10" }, stalled]
  when "/kill"
    warn "the app's own secret"
    Process.kill(:KILL, Process.pid)
    sleep
  when "/exit" then Process.exit!(3)
  when "/half"
    body = Enumerator.new do |out|
      out << "x" * 100
      Process.kill(:KILL, Process.pid)
      sleep
    end
    next [200, { "content-type" => "text/plain", "content-length" => "1000" }, body]
  when "/daemon" then spawn({ "HOME" => "/" }, "exec sleep 4322", pgroup: true, out: File::NULL, err: File::NULL)
  when "/large" then @kept = "x" * 300_000_000
  end
  status = File.read("/proc/self/status")
  world = {
    env: ENV.to_h,
    cwd: Dir.pwd,
    umask: File.umask,
    blocked: status[/^SigBlk:\\s*(\\h+)/, 1].hex,
    ignored: Signal.list.filter_map { |name, n| name if n.positive? && status[/^SigIgn:\\s*(\\h+)/, 1].hex[n - 1] == 1 },
    files: Dir.children("/proc/self/fd").to_h { |fd| [fd, (File.readlink("/proc/self/fd/#{fd}") rescue nil)] }
  }
  [200, { "content-type" => "application/json" }, [JSON.generate(pid: Process.pid, calls: calls, world: world)]]
})
`;

let abi: string;
beforeAll(() => {
  abi = installServers();
});

let server: RealServer;
const open = (name: ServerName, changes: ServerChanges = {}) => {
  server = startServer(name, abi, { configRu: APP, ...changes });
};

async function ask(path: string, changes: Partial<RestApiEvent> = {}, requestTimeoutMs = 60_000) {
  const event = restEvent({
    path,
    multiValueHeaders: { Accept: ["application/json"] },
    ...changes,
  });
  server.output.writes.length = 0;
  const deps = { ...server.deps, requestTimeoutMs };
  const result = (await answerHttp(restApi, event, invocation, deps)) as RestApiResult;
  return { status: result.statusCode, ...JSON.parse(Buffer.from(result.body).toString()) };
}

/** A request that hangs. A busy machine may not come as far as the app in that time: then it gets more. */
async function askHanging(path: string) {
  for (let limit = 200; ; limit *= 2) {
    const page = await ask(path, {}, limit);
    if (server.output.text.includes("config.ru:")) return page;
  }
}

/** What the client is told of any trouble: nothing of the app. */
const page = (status: number, error: string) => ({
  status,
  error,
  detail: "Please try again. If it does not help, tell the site's owner the request id.",
  requestId: invocation.context.awsRequestId,
});

const commandOf = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, "latin1");
const ancestors = (pid: number): number[] => {
  const parent = processInfo(pid)?.parent ?? 0;
  return parent > 1 ? [parent, ...ancestors(parent)] : [];
};

/** How often the app was called so. */
const callsOf = (what: string) =>
  readFileSync(join(server.root, "calls"), "utf8").split(`${what}\n`).length - 1;

const SERVERS: readonly ServerName[] = ["puma", "unicorn", "falcon", "webrick"];

/** Variables of Lambda's own, which are not the app's business, and others. */
const WITHHELD = {
  AWS_LAMBDA_RUNTIME_API: "127.0.0.1:9001",
  _HANDLER: "index.handler",
  _LAMBDA_TELEMETRY_LOG_FD: "3",
  LAMBDA_TASK_ROOT: "/var/task",
  LD_LIBRARY_PATH: "/var/lang/lib",
  NODE_PATH: "/opt/nodejs",
};
const KEPT = { AWS_REGION: "eu-west-1", AWS_SESSION_TOKEN: "t", NODE_ENV: "qa", GREETING: "hello" };

describe.each(SERVERS)("behind %s", (name) => {
  beforeAll(() => open(name, { environment: { ...WITHHELD, ...KEPT } }));
  afterAll(() => server.stop());

  test("the app has its own world: variables, files, folder, signals", async () => {
    const { world } = await ask("/");
    for (const variable of Object.keys(WITHHELD)) expect(world.env).not.toHaveProperty(variable);
    expect(world.env).toMatchObject({ ...KEPT, HOME: `${server.root}/home` });
    expect(world).toMatchObject({ cwd: server.folder, umask: process.umask(), blocked: 0 });
    // Unicorn's worker ignores what its first process handles.
    const ignored =
      name === "unicorn" ? ["HUP", "TTIN", "TTOU", "WINCH", "USR2", "PIPE"] : ["PIPE"];
    expect(world.ignored.filter((signal: string) => !ignored.includes(signal))).toEqual([]);
    // Its output, which is one file, nothing to read from, and what it has opened itself: no file of the proxy's.
    expect(world.files["0"]).toBe("/dev/null");
    expect(world.files["1"]).toBe(world.files["2"]);
    const own = Object.values(world.files as Record<string, string>);
    expect(
      own.filter((file) => file?.startsWith("/") && !/^\/(dev|proc|tmp)\//.test(file)),
    ).toEqual([]);
  });

  const hangs = {
    puma: ["loop", "mutex", "stall"],
    unicorn: ["sleep"],
    falcon: ["loop"],
    webrick: ["io"],
  };
  test.each(hangs[name])(
    "a request that hangs (%s): 504, backtraces in the log, and the next request is clean",
    async (how) => {
      const before = await ask("/");
      expect(await askHanging(`/${how}`)).toEqual(page(504, "The app took too long to answer"));
      const log = server.output.text;
      expect(log).toMatch(/megamode: The app took too long to answer\. It did not answer within/);
      expect(log).toMatch(/Rack: Backtraces of \d+ threads of process \d+:\nRack: Thread /);
      expect(log).toMatch(/Rack: {3}.*config\.ru:\d+:in .*\n/);
      expect(log).not.toContain("gave no backtraces");
      const after = await ask("/");
      expect(after).toMatchObject({ status: 200, calls: 1 });
      expect(after.pid).not.toBe(before.pid);
    },
  );

  test("one that is killed between two requests, or just before one, is started again, and no client notices", async () => {
    const before = await ask("/");
    process.kill(-server.pid(), "SIGKILL");
    // The proxy has not heard of it when it sends.
    const at = await ask("/", { httpMethod: "POST" });
    expect(at.status).toBe(200);
    process.kill(-server.pid(), "SIGKILL");
    await until(() => !runs(at.pid));
    const after = await ask("/", { httpMethod: "POST" });
    expect(after).toMatchObject({ status: 200, calls: 1 });
    expect(new Set([before.pid, at.pid, after.pid]).size).toBe(3);
  });

  test("on SIGTERM the app's at_exit runs, and its line is in the log", async () => {
    const { pid } = await ask("/");
    await server.sandbox.stop(60_000);
    expect(server.output.text).toMatch(new RegExp(`at_exit of ${pid}\n`));
  });

  // The others differ in nothing that matters here.
  if (!["puma", "unicorn"].includes(name)) return;

  test("a server that is killed by a request: 502, everything in the log, then a new one", async () => {
    await ask("/");
    // On a connection that is open already.
    expect(await ask("/kill")).toEqual(page(502, "The app did not answer"));
    expect(callsOf("GET /kill")).toBe(1);
    expect(server.output.text).toMatch(/^Rack: the app's own secret$/m);
    // Unicorn's first process lives on: its worker alone is gone.
    if (name === "unicorn") expect(server.output.text).toMatch(/did not answer\. /);
    else {
      expect(server.output.text).toMatch(
        /megamode: The app did not answer\. The rack server was killed \(SIGKILL\).* It ran for [\d.]+ s.*\nmegamode: Its last lines:\n(megamode: .*\n)*megamode: {3}the app's own secret\n/,
      );
    }
    expect((await ask("/")).status).toBe(200);
  });

  test("one that exits in a request: 502 with its status in the log, then a new one", async () => {
    // No server reads less than this at once, so it has read all of it: that is no request that nobody has seen.
    const body = "x".repeat(7000);
    const answer = await ask("/exit", { httpMethod: "POST", body });
    expect(answer).toEqual(page(502, "The app did not answer"));
    expect(callsOf("POST /exit")).toBe(1);
    if (name !== "unicorn") expect(server.output.text).toContain("exited with status 3");
    expect((await ask("/")).status).toBe(200);
  });

  test("one that is killed after a part of the body: 502, then a new one", async () => {
    expect(await ask("/half")).toEqual(page(502, "The app did not answer"));
    expect((await ask("/")).status).toBe(200);
  });
});

describe("a server on a port", () => {
  afterEach(() => server.stop());
  const line = "bundle exec rackup --server webrick --host 127.0.0.1 --port";

  test("is asked there", async () => {
    open("webrick", { command: { line: `${line} {port} {rackup}`, port: await freePort() } });
    const { status, world } = await ask("/");
    expect([status, world.env.PORT]).toEqual([200, String(server.port)]);
  });

  test("that is another one: 504, and the log says which, and which it should be", async () => {
    const port = await freePort();
    open("webrick", {
      command: { line: `${line} ${port} {rackup}; # {port}`, port: await freePort() },
    });
    for (let limit = 500; !server.output.text.includes("listens on"); limit *= 2) {
      expect(await ask("/", {}, limit)).toEqual(page(504, "The app is still starting"));
    }
    expect(server.output.text).toMatch(
      new RegExp(
        `megamode: The app is still starting\\. It was not ready within [\\d.]+ s\\. It listens on 127\\.0\\.0\\.1:${port}, expected 127\\.0\\.0\\.1:${server.port}\\.\n`,
      ),
    );
  });
});

describe("a server that has served enough", () => {
  afterEach(() => server.stop());

  test.each([
    ["puma", { afterRequests: 2 }, "it has answered 2 requests"],
    ["unicorn", { aboveMb: 200 }, "it has \\d+ MB of memory"],
  ] as const)(
    "is replaced between two requests (%s), and its at_exit runs",
    async (name, recycle, why) => {
      open(name, { recycle });
      const first = await ask("/");
      const second = await ask("/large");
      expect(second).toMatchObject({ status: 200, pid: first.pid, calls: 2 });
      expect(server.output.text).toMatch(
        new RegExp(`The rack server is replaced, because ${why}\\.\n`),
      );
      const third = await ask("/");
      expect(third).toMatchObject({ status: 200, calls: 1 });
      expect(third.pid).not.toBe(first.pid);
      expect(server.output.text).toContain(`at_exit of ${first.pid}\n`);
    },
  );
});

describe("a runtime that follows one that crashed", () => {
  afterEach(() => server.stop());

  test.each(["puma", "falcon"] as const)(
    "ends what that one left, daemons too, and serves (%s)",
    async (name) => {
      open(name);
      await ask("/daemon");
      const daemon = allProcesses().find(
        ({ parent, group, pid }) =>
          group === pid &&
          parent !== process.pid &&
          commandOf(pid).includes("4322") &&
          ancestors(pid).includes(server.pid()),
      )!.pid;
      const { pid } = await ask("/");
      server.deps.forwarder.close();
      const sandbox = server.again();
      const next = await ask("/");
      expect(next).toMatchObject({ status: 200, calls: 1 });
      await until(() => !runs(pid) && !runs(daemon));
      await sandbox.stop(0);
    },
  );
});

describe("a server at its start", () => {
  afterEach(() => server.stop());

  test.each(["puma", "unicorn"] as const)(
    "that ends: 503 at once, with its status and last lines in the log (%s)",
    async (name) => {
      open(name, { configRu: 'raise "the database is on strike"' });
      expect(await ask("/")).toEqual(page(503, "The app did not start"));
      expect(server.output.text).toMatch(
        /megamode: The app did not start\. The rack server exited with status 1 before it listened.*\n(megamode: .*\n)*megamode: .*the database is on strike/,
      );
    },
  );

  test.each(["puma", "webrick"] as const)(
    "that takes longer than a request: 504, and a later request finds it ready (%s)",
    async (name) => {
      open(name, { configRu: `sleep 0.01 until File.exist?(File.join(__dir__, "go"))\n${APP}` });
      expect(await ask("/", {}, 50)).toEqual(page(504, "The app is still starting"));
      writeFileSync(join(server.folder, "go"), "");
      expect(await ask("/")).toMatchObject({ status: 200, calls: 1 });
    },
  );

  test.each(["puma", "webrick"] as const)(
    "that listens before it can serve is ready when its health path says so (%s)",
    async (name) => {
      const notYet = `asked = 0
      run(->(env) {
        asked += 1 if env["PATH_INFO"] == "/health"
        [env["PATH_INFO"] == "/health" && asked < 3 ? 503 : 204, {}, []]
      })`;
      open(name, {
        configRu: notYet,
        readiness: readReadiness({ MEGAMODE_READINESS_PATH: "/health" }),
      });
      const rack = await server.sandbox.ready();
      expect(rack.alive).toBe(true);
      const result = await answerHttp(restApi, restEvent({ path: "/" }), invocation, server.deps);
      expect(result).toMatchObject({ statusCode: 204 });
    },
  );

  test("that hangs is replaced when requests have waited two minutes in all, with backtraces in the log", async () => {
    open("puma", { configRu: 'puts "hangs here"\nsleep' });
    server.sandbox.ready().catch(() => undefined);
    await until(() => server.output.text.includes("hangs here"));
    const pid = server.pid();
    await server.sandbox.gaveUp(121_000);
    expect(server.output.text).toMatch(/Rack: {3}.*config\.ru:2:in .*sleep/);
    await until(() => !runs(pid));
  });
});
