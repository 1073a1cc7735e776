import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  type RestApiEvent,
  type RestApiResult,
  restApi,
} from "../../../runtime/src/events/rest-api.ts";
import { answerHttp } from "../../../runtime/src/requests/answer.ts";
import { invocation, restEvent } from "../../runtime/events/rest-event.ts";
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
  case env["PATH_INFO"]
  when "/sleep" then sleep
  when "/loop" then loop {}
  when "/io" then IO.pipe[0].read
  when "/mutex" then Mutex.new.tap(&:lock).then { |lock| Thread.new { lock.lock }.join }
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
  when "/large" then @kept = "x" * 300_000_000
  end
  status = File.read("/proc/self/status")
  world = {
    env: ENV.to_h,
    cwd: Dir.pwd,
    umask: File.umask,
    blocked: status[/^SigBlk:\\s*(\\h+)/, 1],
    ignored: status[/^SigIgn:\\s*(\\h+)/, 1],
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

const SERVERS: readonly ServerName[] = ["puma", "unicorn", "falcon", "webrick"];

describe.each(SERVERS)("behind %s", (name) => {
  beforeAll(() => open(name));
  afterAll(() => server.stop());

  const hangs = {
    puma: ["sleep", "loop", "io", "mutex"],
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

  test("a server that is killed by a request: 502, everything in the log, then a new one", async () => {
    await ask("/");
    expect(await ask("/kill")).toEqual(page(502, "The app did not answer"));
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
    expect(await ask("/exit")).toEqual(page(502, "The app did not answer"));
    if (name !== "unicorn") expect(server.output.text).toContain("exited with status 3");
    expect((await ask("/")).status).toBe(200);
  });

  test("one that is killed after a part of the body: 502, then a new one", async () => {
    expect(await ask("/half")).toEqual(page(502, "The app did not answer"));
    expect((await ask("/")).status).toBe(200);
  });

  test("one that is killed between two requests, or just before one, is started again, and no client notices", async () => {
    const before = await ask("/");
    process.kill(-server.pid(), "SIGKILL");
    // The proxy has not heard of it when it sends.
    const at = await ask("/", { httpMethod: "POST" });
    expect(at.status).toBe(200);
    process.kill(-server.pid(), "SIGKILL");
    await until(() => !existsSync(`/proc/${at.pid}`));
    const after = await ask("/", { httpMethod: "POST" });
    expect(after).toMatchObject({ status: 200, calls: 1 });
    expect(new Set([before.pid, at.pid, after.pid]).size).toBe(3);
  });

  test("on SIGTERM the app's at_exit runs, and its line is in the log", async () => {
    const { pid } = await ask("/");
    await server.sandbox.stop(60_000);
    expect(server.output.text).toMatch(new RegExp(`at_exit of ${pid}\n`));
  });
});
