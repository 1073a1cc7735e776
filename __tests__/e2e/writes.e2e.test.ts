import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  askJson,
  CHEAP,
  type Cloud,
  copyApp,
  type Deployed,
  deploy,
  FIXTURES,
  openCloud,
  succeeded,
} from "./harness.ts";

const RACKUP = String.raw`
require "fileutils"
require "json"
require "logger"

LINES = Logger.new("/dev/stdout", formatter: ->(*, text) { "#{text}\n" })
FILE = Logger.new("log/app.log")

run(lambda { |env|
  answer =
    case env["PATH_INFO"]
    when "/write"
      written = %w[public/uploads/a.txt tmp/pids/worker.pid exports/2026/report.csv].to_h do |path|
        FileUtils.mkdir_p(File.dirname(path)) unless path.start_with?("tmp/")
        File.write(path, "one line\n", mode: "a")
        [path, File.read(path).lines.size]
      end
      written
    when "/arrow"
      arrow = "  ↳ app/views/posts/index.html.erb:14\n".b
      $stdout.syswrite(arrow[0, 3])
      sleep 0.2
      $stdout.syswrite(arrow[3..])
    when "/device" then LINES.info("by its name")
    when "/grow" then 7.times { FILE.info("x" * 1024 * 1024) }
    when "/size" then File.size("log/app.log")
    when "/context" then env.values_at("HTTP_X_REQUEST_ID", "HTTP_X_AMZN_LAMBDA_CONTEXT", "REMOTE_ADDR")
    end
  [200, { "content-type" => "application/json" }, [JSON.generate(answer)]]
})
`;

let cloud: Cloud;
let deployed: Deployed;
beforeAll(async () => {
  cloud = await openCloud();
  const app = copyApp(join(FIXTURES, "probe"));
  writeFileSync(join(app, "config.ru"), RACKUP);
  const inputs = { app: "writes", ...CHEAP };
  deployed = succeeded(await deploy(cloud, { app, stage: "dev", inputs }));
});
afterAll(() => cloud?.close());

const ask = (path: string) => askJson(cloud, `${deployed.outputs.url}${path}`);
const log = () =>
  readFileSync(join(cloud.state, "logs", `${deployed.outputs["function-name"]}.log`), "utf8");

describe("an app that writes", () => {
  test("finds what it wrote in its own folders, old and new", async () => {
    const files = ["public/uploads/a.txt", "tmp/pids/worker.pid", "exports/2026/report.csv"];
    for (const lines of [1, 2]) {
      expect(await ask("/write")).toEqual(Object.fromEntries(files.map((path) => [path, lines])));
    }
  });

  test("has a character that it writes in two halves whole in the log", async () => {
    await ask("/arrow");
    expect(log().match(/^.*posts\/index.*$/gm)).toEqual([
      "Rack:   ↳ app/views/posts/index.html.erb:14",
    ]);
  });

  test("may name the standard output as a file, though that is a socket", async () => {
    await ask("/device");
    expect(log()).toMatch(/^Rack: by its name$/m);
  });

  test("does not fill the sandbox with a log that nobody reads", async () => {
    await ask("/grow");
    expect(await ask("/size")).toBeLessThan(5 * 1024 * 1024);
  });

  test("can read its request's id and Lambda's context", async () => {
    const [id, context, address] = await ask("/context");
    expect(log()).toContain(`START RequestId: ${id} `);
    expect(JSON.parse(context)).toMatchObject({
      awsRequestId: id,
      functionName: deployed.outputs["function-name"],
      deadlineMs: expect.any(Number),
    });
    expect(address).toBe("127.0.0.1");
  });
});
