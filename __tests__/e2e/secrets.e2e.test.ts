import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readRunnerLog } from "../stand-ins/runner-log.ts";
import {
  type Cloud,
  copyApp,
  type DeployOptions,
  deploy,
  FIXTURES,
  openCloud,
  succeeded,
} from "./harness.ts";

/** Recognised wherever it turns up. */
const planted = (name: string) => `planted-${name}-7c3e91`;

/** Where secrets are when a job deploys. */
const SECRETS = {
  masterKey: planted("master-key"),
  token: planted("github-token"),
  sessionToken: planted("runtime-token"),
  gemSource: planted("gem-source"),
  checkout: planted("checkout"),
  dotEnv: planted("dot-env"),
  apiKey: planted("api-key"),
  database: "planted/database%7c3e91",
  preview: planted("preview"),
} as const;

let cloud: Cloud;
const app = copyApp(join(FIXTURES, "probe"));
const home = mkdtempSync(join(tmpdir(), "megamode-home-"));
beforeAll(async () => {
  cloud = await openCloud();
  for (const dir of [".git", "config"]) mkdirSync(join(app, dir), { recursive: true });
  writeFileSync(join(app, ".git/config"), `extraheader = basic ${SECRETS.checkout}\n`);
  writeFileSync(join(app, ".env"), `KEY=${SECRETS.dotEnv}\n`);
  writeFileSync(join(app, "config/master.key"), SECRETS.masterKey);
  writeFileSync(join(app, "config/credentials.yml.enc"), "c2VjcmV0--aXY=--dGFn");
});
afterAll(() => cloud?.close());

/** A shell command that prints workflow commands; a harness's deploy fails if one of them is obeyed. */
const COMMANDS = String.raw`printf '::stop-commands::x\n##[add-mask]Rack\n  ::add-mask::production\nhi\r::set-output name=url::https://evil.example\n\302\240::error::spoofed\n'`;

/** Both commands show what they are given, as somebody's script does who looks for a mistake. */
const options = (
  stage: string,
  onGitHub: boolean,
  release = `${COMMANDS}; export -p`,
): DeployOptions => ({
  app,
  stage,
  inputs: {
    app: "probe",
    environment: `API_KEY=${SECRETS.apiKey}\nDATABASE_URL=postgres://shop:${encodeURIComponent(SECRETS.database)}@db.example/shop`,
    "preview-environment": `SMTP_PASSWORD=${SECRETS.preview}`,
    "github-token": SECRETS.token,
    "build-command": `${COMMANDS}; echo "$RAILS_MASTER_KEY $AWS_SECRET_ACCESS_KEY $INPUT_ENVIRONMENT"`,
    "release-command": release,
  },
  env: {
    HOME: home,
    RUNNER_DEBUG: "1",
    ACTIONS_STEP_DEBUG: "true",
    ACTIONS_RUNTIME_TOKEN: SECRETS.sessionToken,
    BUNDLE_GEMS__EXAMPLE__COM: `deploy:${SECRETS.gemSource}`,
    ...(onGitHub && { GITHUB_ACTIONS: "true" }),
  },
});

/** All that nobody may see: what was planted, in each form, AWS's own and what the deploy made itself. */
function secrets(): readonly string[] {
  const generated = everyFile(join(cloud.state, "lambda"))
    .flatMap(
      (file) => readFileSync(file, "utf8").match(/"SECRET_KEY_BASE": ?"([0-9a-f]{128})"/g) ?? [],
    )
    .map((found) => found.slice(-129, -1));
  return [
    ...Object.values(SECRETS),
    encodeURIComponent(SECRETS.database),
    cloud.aws.secretAccessKey,
    ...generated,
  ];
}

const shownIn = (text: string) => secrets().filter((secret) => text.includes(secret));

describe("no secret is in what a deploy writes", () => {
  test.each([
    ["at a terminal", "terminal", false],
    ["on GitHub, with debug logging", "github", true],
  ] as const)("%s", async (_, stage, onGitHub) => {
    const done = succeeded(await deploy(cloud, options(stage, onGitHub)));
    expect(secrets()).toHaveLength(Object.keys(SECRETS).length + 2 + secretsGenerated());
    expect(secretsGenerated()).toBeGreaterThan(0);
    const { shown: log, commands } = readRunnerLog(done.log);
    expect(commands.some(({ name }) => name === "add-mask")).toBe(onGitHub);
    expect(log).toContain("set-output name=url"); // It was printed, and not obeyed.
    expect(done.outputs.url).toMatch(new RegExp(`^https://[^/]+/${stage}$`));
    expect(log).toMatch(/API_KEY='?\*\*\*/); // It was written, and hidden.
    expect(shownIn(log)).toEqual([]);
    expect(shownIn(done.summary)).toEqual([]);
    expect(shownIn(JSON.stringify(done.outputs))).toEqual([]);
  });

  test("that fails: neither in the error", async () => {
    writeFileSync(join(app, "version.txt"), "two\n"); // Something to release.
    const failed = await deploy(
      cloud,
      options("terminal", true, `${COMMANDS}; export -p >&2; exit 1`),
    );
    expect(failed.status).toBe(1);
    const { shown, commands } = readRunnerLog(failed.log);
    expect(commands.filter(({ name }) => name === "error")).toHaveLength(1);
    expect(shownIn(shown)).toEqual([]);
    expect(shownIn(failed.summary + JSON.stringify(failed.outputs))).toEqual([]);
  });

  test("into the archives, the function zips and the records", () => {
    const stored = ["s3", "lambda/code"].flatMap((folder) => everyFile(join(cloud.state, folder)));
    const texts = stored.map(unpacked);
    expect(texts.some((text) => text.includes("run lambda { |env|"))).toBe(true);
    expect(texts.some((text) => text.includes('"releasedAt"'))).toBe(true);
    expect(texts.flatMap(shownIn)).toEqual([]);
  });
});

/** One for each stage that is there. */
const secretsGenerated = () => secrets().filter((secret) => /^[0-9a-f]{128}$/.test(secret)).length;

function everyFile(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function unpacked(file: string): string {
  const bytes = readFileSync(file);
  const zstd = bytes.length >= 4 && bytes.readUInt32LE(0) === 0xfd2fb528;
  return (zstd ? zstdDecompressSync(bytes) : bytes).toString("latin1");
}
