import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { silentServer } from "../fakes/silent-server.ts";
import { askJson, type Cloud, copyApp, deploy, FIXTURES, openCloud, succeeded } from "./harness.ts";

let cloud: Cloud;
let url: string;
const app = copyApp(join(FIXTURES, "probe"));
const options = {
  app,
  stage: "live",
  inputs: { app: "probe", "prewarm-concurrency": "1" },
};

beforeAll(async () => {
  cloud = await openCloud();
  url = succeeded(await deploy(cloud, options)).outputs.url ?? "";
});
afterAll(() => cloud?.close());

/** With the preflight off, it is the new version in Lambda that fails. */
const inLambda = { ...options.inputs, preflight: "off" };

/** A failing deploy: exit status 1, one error, and the version that was live still serves. */
async function failing(changed: typeof options): Promise<string> {
  const { status, log } = await deploy(cloud, changed);
  expect(log.match(/^error: /gm)).toHaveLength(1);
  expect(status).toBe(1);
  expect(await askJson(cloud, `${url}/version`)).toBe("one\n");
  return log.slice(log.indexOf("error: "));
}

describe("a deploy that cannot succeed leaves the live version serving and says", () => {
  test("that the folder holds no config.ru", async () => {
    const empty = mkdtempSync(join(tmpdir(), "empty-"));
    const error = await failing({ ...options, app: empty });
    expect(error).toContain("`config.ru`");
    expect(error).toContain("`working-directory`");
  });

  test("which gem the Gemfile asks for in vain", async () => {
    const changed = copyApp(app);
    rmSync(join(changed, "Gemfile.lock"));
    writeFileSync(
      join(changed, "Gemfile"),
      'source "https://rubygems.org"\ngem "puma"\ngem "no-such-gem-3f2a"\n',
    );
    const error = await failing({ ...options, app: changed });
    expect(error).toContain("no-such-gem-3f2a");
    expect(error).toContain("`Gemfile`");
  });

  test("that the lockfile is behind the Gemfile", async () => {
    const changed = copyApp(app);
    writeFileSync(
      join(changed, "Gemfile"),
      'source "https://rubygems.org"\ngem "puma"\ngem "roda"\n',
    );
    expect(await failing({ ...options, app: changed })).toContain("`Gemfile.lock`");
  });

  test("what the app wrote before it exited at boot", async () => {
    const changed = copyApp(app);
    writeFileSync(join(changed, "config.ru"), 'raise "the database is on strike"\n');
    const error = await failing({ ...options, app: changed, inputs: inLambda });
    expect(error).toContain("the database is on strike");
    expect(error).toContain("still serves");
  });

  test("which library is missing, where one that was carried is deleted", async () => {
    const changed = copyApp(app);
    // The build command runs in the root: what it deletes is not packed. With `files` nothing is taken from
    // an earlier build.
    const inputs = {
      ...inLambda,
      "build-command": "rm /tmp/mm/lib/libyaml-0.so.2",
      files: "/etc/hostname",
    };
    writeFileSync(join(changed, "config.ru"), 'require "psych"\nrun ->(_) { [200, {}, []] }\n');
    expect(await failing({ ...options, app: changed, inputs })).toContain("libyaml-0.so.2");
  });

  test("that a protected stage would lose its database", async () => {
    const inputs = {
      ...inLambda,
      environment: "DATABASE_URL=sqlite3:storage/shop.sqlite3",
      "protected-stages": "data",
    };
    const error = await failing({ ...options, stage: "data", inputs });
    expect(error).toContain("The stage `data` would lose data");
    expect(error).toMatch(/`DATABASE_URL` is the SQLite file `storage\/shop\.sqlite3`/);
    expect(error).toMatch(
      /mount a file system \(`FileSystemConfigs` in `function-configuration`\)/,
    );
  });

  test("how a function without a way to S3 gets one", async () => {
    const silent = await silentServer();
    // What a subnet without a route to S3 is to the function: nothing answers where S3 should be.
    const inputs = { ...inLambda, environment: `AWS_ENDPOINT_URL_S3=${silent.url}` };
    const error = await failing({ ...options, inputs });
    silent.close();
    expect(error).toContain("cannot connect to S3");
    expect(error).toMatch(
      /subnets an S3 gateway endpoint .* or a NAT gateway.*`function-configuration`/,
    );
  });
});
