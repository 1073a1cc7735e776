import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  type Cloud,
  copyApp,
  deploy,
  FILE_SYSTEM,
  get,
  openCloud,
  PROJECT,
  RAILS,
  succeeded,
  withBundlerCache,
} from "../e2e/harness.ts";
import { cacheFolder } from "./cache.ts";
import { RUNNER, SUDOS, sudoMachine } from "./sudo-machine.ts";

let cloud: Cloud;
let ca: string;
beforeAll(async () => {
  cloud = await openCloud();
  ca = join(mkdtempSync(join(tmpdir(), "megamode-ca-")), "ca.pem");
  copyFileSync(cloud.aws.caFile, ca); // Where it lies, only its owner may read.
  chmodSync(dirname(ca), 0o755);
});
afterAll(() => cloud?.close());

/** Rails' gems are compiled once, and kept. Those of Sinatra are installed each time, by each `sudo`. */
const kept = cacheFolder("gems-sudo");
chmodSync(kept, 0o777);

/** Posts of the Rails example are in a file that all sandboxes share. */
const rails = {
  app: "blog",
  "release-command": "bin/rails db:migrate",
  "function-configuration": JSON.stringify(FILE_SYSTEM),
};

/** Deploys an example from a Debian 13, as an ordinary user without bubblewrap. The embedded AWS is this machine's. */
async function deployThere(
  sudo: string,
  stage: string,
  example: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
) {
  const app = copyApp(join(PROJECT, "examples", example));
  if (inputs.inject === "off") prepare(app);
  execFileSync("chown", ["-R", `${RUNNER.id}:${RUNNER.id}`, dirname(app)]);
  const runner = [process.execPath, join(import.meta.dirname, "as-runner.ts")];
  const by = [...runner, sudoMachine(), sudo, tmpdir()];
  const deployed = succeeded(
    await deploy(cloud, { app, by, stage, inputs, env: { NODE_EXTRA_CA_CERTS: ca, ...env } }),
  );
  expect(deployed.log).toMatch(/isolated by: sudo$/m);
  expect(deployed.log).toContain("Started (chroot)");
  return deployed;
}

/** What its owner has to do to an app that is not edited: `bundle lock --add-platform`, for Debian 13's Ruby. */
function prepare(app: string): void {
  const lockfile = join(app, "Gemfile.lock");
  const platform = process.arch === "arm64" ? "aarch64-linux" : "x86_64-linux";
  const text = readFileSync(lockfile, "utf8");
  writeFileSync(lockfile, text.replace(`  ${platform}\n`, `$&  ${platform}-gnu\n`));
  withBundlerCache(app, kept); // Those of the Rails example before it.
}

describe.each(SUDOS)("an ordinary user with %s and without bubblewrap", (name, sudo) => {
  const stage = (of: string) => `${of}-${name.replace(/\W/g, "")}`;

  test("deploys the Sinatra example, whose gems are compiled for it", async () => {
    const cache = mkdtempSync(join(tmpdir(), "megamode-cache-"));
    chmodSync(cache, 0o777);
    const env = { XDG_CACHE_HOME: cache };
    const { outputs } = await deployThere(sudo, stage("sinatra"), "sinatra", { app: "small" }, env);
    expect((await get(cloud, `${outputs.url}/password`)).body).toMatch(/^\$2a\$04\$/);
  });

  test("deploys the Rails example", async () => {
    const env = { ...RAILS, XDG_CACHE_HOME: kept };
    const { outputs } = await deployThere(sudo, stage("rails"), "rails", rails, env);
    expect((await get(cloud, `${outputs.url}/posts`)).status).toBe(200);
  });

  test("deploys it with `inject: off`, and its assets know their stage's path", async () => {
    const env = { ...RAILS, XDG_CACHE_HOME: kept };
    const off = { ...rails, inject: "off" };
    const { outputs } = await deployThere(sudo, stage("off"), "rails", off, env);
    const { status, body } = await get(cloud, `${outputs.url}/posts`);
    expect(status).toBe(200);
    const css = new RegExp(`/${stage("off")}(/assets/application-[^"]*\\.css)`).exec(body)?.[1];
    const { body: styles } = await get(cloud, `${outputs.url}${css}`);
    expect(styles).toMatch(/url\(\.\.\/assets\/paper-/);
  });
});
