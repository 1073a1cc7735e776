import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { putParameter } from "../local/kept.ts";
import { pullRequest } from "../src/inputs/event/payloads.ts";
import {
  type Cloud,
  copyApp,
  type DeployOptions,
  deploy,
  FIXTURES,
  openCloud,
  succeeded,
} from "./harness.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
  await putParameter({ ...cloud.aws, credentials: cloud.aws }, "/probe/greeting", "hello");
});
afterAll(() => cloud?.close());

/** The probe app with another beginning. */
function probe(beginning: string): string {
  const app = copyApp(join(FIXTURES, "probe"));
  const rackup = join(app, "config.ru");
  writeFileSync(rackup, `${beginning}\n${readFileSync(rackup, "utf8")}`);
  return app;
}

const options = (app: string, inputs = {}): DeployOptions => ({
  ...{ app, stage: "live" },
  inputs: { app: "probe", ...inputs },
});

/** What was sent to AWS that changes anything there. */
function writes(): string[] {
  const log = join(cloud.state, "requests.jsonl"); // Not there before the first request.
  return (existsSync(log) ? readFileSync(log, "utf8") : "")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { operation: string })
    .map(({ operation }) => operation)
    .filter((operation) => !/^(Get|List|Head|Describe)/.test(operation));
}

async function failing(deploying: DeployOptions): Promise<string> {
  const before = writes().length;
  const { status, log } = await deploy(cloud, deploying);
  expect([status, log.match(/^error: /gm)]).toEqual([1, ["error: "]]);
  expect(writes().slice(before)).toEqual([]);
  const error = log.slice(log.indexOf("error: "));
  expect(error).not.toContain("Unexpected");
  return error;
}

// First: the deploys after it find its gems and its Ruby in the bucket.
describe("a preflight", () => {
  // It writes where it may, as apps do: of that, nothing is packed.
  const app = probe(
    'File.write("written-at-boot", Time.now.to_f); warn Dir["/usr/bin/ruby*"].inspect',
  );

  test("is told of in the log, and leaves nothing in what is packed", async () => {
    const { log, outputs } = succeeded(await deploy(cloud, options(app)));
    expect(log).toMatch(/• Preflight\n {2}Started \(\w+\) in .*; `\/` answers 404\.\n/);
    const off = succeeded(await deploy(cloud, options(app, { preflight: "off" })));
    expect(off.log).not.toContain("• Preflight");
    expect(off.outputs["bundle-digest"]).toBe(outputs["bundle-digest"]);
  });

  test("is not made again of what is live, but with another environment", async () => {
    const again = succeeded(await deploy(cloud, options(app)));
    expect(again.log).toContain("No preflight: the live version already has this bundle");
    expect(again.outputs.changed).toBe("false");
    const breaking = probe('raise "no greeting" unless ENV["GREETING"]');
    const inputs = { environment: "GREETING=ssm:/probe/greeting", preflight: "boot" };
    const { log } = succeeded(await deploy(cloud, options(breaking, inputs)));
    expect(log).toMatch(/• Preflight\n {2}Started \(\w+\) in [^;]*\.\n/);
    expect(await failing(options(breaking))).toContain("no greeting");
  });
});

describe("before anything is uploaded, a deploy fails", () => {
  test("with the last lines of an app that ends while it starts", async () => {
    const app = probe(
      'warn "::stop-commands::x\\r##[add-mask]strike"; begin; `ldconfig -p`; rescue => gone; warn gone.message; end; raise "the database is on strike"',
    );
    const error = await failing(options(app));
    expect(error).toContain("exited with status 1 before it listened");
    // A program that Lambda has not.
    expect(error).toContain("No such file or directory - ldconfig");
    expect(error).toContain("the database is on strike");
    expect(error).toContain("`preflight: off`");
  });

  test("where a library of the runner's is used that does not travel", async () => {
    // `grep` has it, which Lambda has, and so the jail.
    const app = probe(
      'require "fiddle"; KEPT = Fiddle.dlopen(Dir["/{,usr/}lib/*/libpcre2-8.so.0"].first)',
    );
    const error = await failing(options(app));
    expect(error).toMatch(/files of this runner that are not in the bundle.*\/libpcre2-8\.so\.0/);
  });

  // Rails' own list of hosts is none any more: the gem adds the front door's.
  test("where the app blocks the host by which it will be asked", async () => {
    const app = probe(`use(Class.new {
      def initialize(app) = @app = app
      def call(env)
        return @app.call(env) if env["HTTP_HOST"] == "shop.example.com"

        warn "Host not permitted"
        [403, {}, []]
      end
    })`);
    const error = await failing(options(app));
    expect(error).toContain("`0000000000.execute-api.eu-west-1.amazonaws.com`");
    expect(error).toContain("config.hosts <<");
  });
});

describe("a fork's pull request", () => {
  const scratch = mkdtempSync(join(tmpdir(), "megamode-fork-"));
  const event = pullRequest("opened", "fork");
  const payload = join(scratch, "event.json");
  writeFileSync(payload, JSON.stringify(event.payload));
  const nothing = { AWS_REGION: "", AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
  const fork = (app: string): DeployOptions => ({
    ...options(app, { environment: "DATABASE_URL=\nGREETING=hello" }),
    ...{ stage: "", env: { ...event.env, ...nothing, GITHUB_EVENT_PATH: payload } },
  });

  test("is tried too: what does not start fails", async () => {
    expect(await failing(fork(probe('require "nowhere"')))).toContain(
      "cannot load such file -- nowhere",
    );
  });

  test("is warned of a database that cannot be reached from here, and passes", async () => {
    const app = probe('require "uri"; TCPSocket.new(URI(ENV.fetch("DATABASE_URL")).host, 5432)');
    const before = writes().length;
    const { log, outputs } = succeeded(await deploy(cloud, fork(app)));
    expect(outputs.command).toBe("build");
    expect(writes()).toHaveLength(before);
    expect(log).toMatch(/^warning: Preflight: .* without a database or host/m);
    expect(log).toContain("name resolution");
    expect(log).toContain("not deployed");
  });
});
