import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
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
  writeFileSync(join(app, "look.rb"), look("the build command"));
  appendFileSync(join(app, "Gemfile"), look("the Gemfile"));
});
afterAll(() => cloud?.close());

/**
 * Ruby that says what a build must not see, in its own environment and in that of every process, and that writes to
 * each command file it finds. In Lambda it does nothing.
 */
const look = (who: string) => `
unless ENV.key?("AWS_LAMBDA_FUNCTION_NAME")
  names = Dir["/proc/[0-9]*/environ"].flat_map { |file| File.read(file).split("\0") rescue [] }
  names = (names.map { |line| line[/\\A[^=]+/] } + ENV.keys).compact.uniq
  seen = names.grep(/\\A(AWS_(?!REGION|DEFAULT_REGION)|ACTIONS_|INPUT_|STATE_|GITHUB_(ENV|PATH|OUTPUT|STATE|STEP))/i)
  files = Dir["#{ENV["RUNNER_TEMP"]}/_runner_file_commands/*"]
  files.each { |file| File.write(file, "planted=1\\n", mode: "a") }
  puts "${who} sees #{seen + files} of #{names.include?("PATH") ? "what is there" : "nothing"} and #{ENV["GREETING"]}."
end
`;

/** Both commands show what they are given, as somebody's script does who looks for a mistake. */
const options = (stage: string, onGitHub: boolean, release = "export -p"): DeployOptions => ({
  app,
  stage,
  inputs: {
    app: "probe",
    environment: `API_KEY=${SECRETS.apiKey}\nDATABASE_URL=postgres://shop:${encodeURIComponent(SECRETS.database)}@db.example/shop`,
    "preview-environment": `SMTP_PASSWORD=${SECRETS.preview}`,
    "github-token": SECRETS.token,
    "build-environment": "GREETING=hello",
    "build-command": `ruby look.rb; echo "$RAILS_MASTER_KEY $AWS_SECRET_ACCESS_KEY $INPUT_ENVIRONMENT"`,
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

/** The log as GitHub shows it: what `::add-mask::` names is hidden from there on. */
function asShown(log: string): string {
  const masks: string[] = [];
  return log
    .split("\n")
    .map((line) => {
      const mask = /^::add-mask::(.*)/.exec(line)?.[1];
      if (mask !== undefined) {
        masks.push(mask.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%"));
        return "";
      }
      return masks.reduce((text, secret) => text.replaceAll(secret, "***"), line);
    })
    .join("\n");
}

describe("no secret is in what a deploy writes", () => {
  test.each([
    ["at a terminal", "terminal", false],
    ["on GitHub, with debug logging", "github", true],
  ] as const)("%s", async (_, stage, onGitHub) => {
    const done = succeeded(await deploy(cloud, options(stage, onGitHub)));
    expect(secrets()).toHaveLength(Object.keys(SECRETS).length + 2 + secretsGenerated());
    expect(secretsGenerated()).toBeGreaterThan(0);
    const log = onGitHub ? asShown(done.log) : done.log;
    expect(log).toMatch(/API_KEY='?\*\*\*/); // It was written, and hidden.
    expect(shownIn(log)).toEqual([]);
    expect(log).toContain("the build command sees [] of what is there and hello.");
    // The second deploy takes the gems of the first, so Bundler does not run.
    if (!onGitHub) expect(log).toContain("the Gemfile sees [] of what is there and hello.");
    expect(done.outputs).not.toHaveProperty("planted");
    expect(shownIn(done.summary)).toEqual([]);
    expect(shownIn(JSON.stringify(done.outputs))).toEqual([]);
  });

  test("that fails: neither in the error", async () => {
    writeFileSync(join(app, "version.txt"), "two\n"); // Something to release.
    const failed = await deploy(cloud, options("terminal", true, "export -p >&2; exit 1"));
    expect(failed.status).toBe(1);
    expect(failed.log).toContain("::error::");
    expect(shownIn(asShown(failed.log))).toEqual([]);
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
