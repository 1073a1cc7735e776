import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createSecret, putParameter } from "../local/kept.ts";
import { CERTIFICATE } from "../pem.ts";
import { readRunnerLog } from "../stand-ins/runner-log.ts";
import { writeTree } from "../tree.ts";
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
  keyLine: planted("line-of-a-key"),
  ofStep: planted("of-the-step"),
  files: planted("files"),
  parameter: planted("parameter"),
  kept: planted("kept"),
} as const;

/** Files that hold secrets, wherever they lie; keys among them that are called as certificates are. */
const SECRET_FILES = [
  ".env.production",
  ".netrc",
  ".npmrc",
  ".aws/credentials",
  ".ssh/id_ed25519",
  ".docker/config.json",
  ".kamal/secrets",
  "gha-creds-0123456789abcdef.json",
  "terraform.tfstate",
  "prod.tfvars",
  "store.p12",
  "key.pem",
  "both.crt",
];
const CONTENT = `${CERTIFICATE}-----BEGIN PRIVATE KEY-----\n${SECRETS.files}\n`;

/** Writes them, and a public certificate beside them. */
function plant(folder: string, certificate: string): void {
  writeTree(folder, Object.fromEntries(SECRET_FILES.map((path) => [path, CONTENT])));
  writeTree(folder, { "ca.pem": `${certificate}\n${CERTIFICATE}` });
}

/** Where there is a certificate, and so that it is found again. */
const PLACES = ["at the top", "nested", "in a path gem", "by the build"];

let cloud: Cloud;
const app = copyApp(join(FIXTURES, "probe"));
const home = mkdtempSync(join(tmpdir(), "megamode-home-"));
beforeAll(async () => {
  cloud = await openCloud();
  const aws = { ...cloud.aws, credentials: cloud.aws };
  await putParameter(aws, "/probe/key", SECRETS.parameter);
  await createSecret(aws, "probe/db", JSON.stringify({ password: SECRETS.kept }));
  for (const dir of [".git", "config"]) mkdirSync(join(app, dir), { recursive: true });
  writeFileSync(join(app, ".git/config"), `extraheader = basic ${SECRETS.checkout}\n`);
  writeFileSync(join(app, ".env"), `KEY=${SECRETS.dotEnv}\n`);
  writeFileSync(join(app, "config/master.key"), SECRETS.masterKey);
  writeFileSync(join(app, "config/credentials.yml.enc"), "c2VjcmV0--aXY=--dGFn");
  plant(app, PLACES[0]!);
  plant(join(app, "engines/shop"), PLACES[1]!);
  addPathGem();
  writeFileSync(join(app, "look.rb"), look("the build command"));
  appendFileSync(join(app, "Gemfile"), look("the Gemfile"));
});
afterAll(() => cloud?.close());

/** What the build command writes into the app. */
const fromBuild = mkdtempSync(join(tmpdir(), "megamode-made-"));
plant(fromBuild, PLACES[3]!);

/** Gives the app a gem that lies beside it in the repository, with secrets of its own. */
function addPathGem(): void {
  const name = `planted${basename(app)
    .replace(/[^a-z0-9]/gi, "")
    .toLowerCase()}`;
  const gem = join(dirname(app), name);
  plant(gem, PLACES[2]!);
  const lib = `lib/${name}.rb`;
  const spec = `Gem::Specification.new { |s| s.name = "${name}"; s.version = "1"; s.summary = s.author = "x"; s.files = ["${lib}"] }\n`;
  writeTree(gem, { [`${name}.gemspec`]: spec, [lib]: "" });
  const [gemfile, lockfile] = [join(app, "Gemfile"), join(app, "Gemfile.lock")];
  appendFileSync(gemfile, `gem "${name}", path: "../${name}"\n`);
  const locked = readFileSync(lockfile, "utf8")
    .replace(/^/, `PATH\n  remote: ../${name}\n  specs:\n    ${name} (1)\n\n`)
    .replace("  puma (~> 8.0)\n", `  ${name}!\n  puma (~> 8.0)\n`);
  writeFileSync(lockfile, locked);
}

/** A shell command that prints workflow commands; a harness's deploy fails if one of them is obeyed. */
const COMMANDS = String.raw`printf '::stop-commands::x\n##[add-mask]Rack\n  ::add-mask::production\nhi\r::set-output name=url::https://evil.example\n\302\240::error::spoofed\n'`;

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
const options = (
  stage: string,
  onGitHub: boolean,
  release = `${COMMANDS}; export -p`,
): DeployOptions => ({
  app,
  stage,
  inputs: {
    app: "probe",
    environment: `PARAMETER=ssm:/probe/key\nKEPT=secretsmanager:probe/db#password\nAPI_KEY=${SECRETS.apiKey}\nSTEP_TOKEN\nDB_SECRET_NAME=probe-${stage}\nTURNKEY_ENV=${stage}\nPEM_KEY<<EOF\n{\n${SECRETS.keyLine}\n}\nEOF\nDATABASE_URL=postgres://shop:${encodeURIComponent(SECRETS.database)}@db.example/shop`,
    "preview-environment": `SMTP_PASSWORD=${SECRETS.preview}`,
    "github-token": SECRETS.token,
    "build-environment": "GREETING=hello",
    "build-command": `${COMMANDS}; ruby look.rb; cp -r ${fromBuild}/. made; echo "$RAILS_MASTER_KEY $AWS_SECRET_ACCESS_KEY $INPUT_ENVIRONMENT"`,
    "release-command": release,
  },
  env: {
    HOME: home,
    RUNNER_DEBUG: "1",
    ACTIONS_STEP_DEBUG: "true",
    STEP_TOKEN: SECRETS.ofStep,
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
    expect(log).toMatch(/STEP_TOKEN='?\*\*\*/);
    // The command had what the references stand for, and nobody else ever has it.
    expect(log).toMatch(/PARAMETER='?\*\*\*/);
    expect(log).toMatch(/KEPT='?\*\*\*/);
    expect(log).toMatch(new RegExp(`TURNKEY_ENV='?${stage}`));
    expect(shownIn(log)).toEqual([]);
    // What was planted is counted where it was left out: in the checkout, and of what the build wrote.
    const counted = /Left out \d+ files: .*\.env files \(\d+ files?, .*private keys \(/g;
    expect([log, done.summary].map((text) => text.match(counted)?.length)).toEqual([2, 1]);
    expect(log).toContain("the build command sees [] of what is there and hello.");
    // The second deploy takes the gems of the first, so Bundler does not run.
    if (!onGitHub) expect(log).toContain("the Gemfile sees [] of what is there and hello.");
    expect(done.outputs).not.toHaveProperty("planted");
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
    const configurations = everyFile(join(cloud.state, "lambda")).map(unpacked).join();
    expect(configurations).toContain("ssm:/probe/key");
    for (const kept of [SECRETS.parameter, SECRETS.kept])
      expect(configurations).not.toContain(kept);
    for (const place of PLACES) {
      expect(texts.some((text) => text.includes(`${place}\n${CERTIFICATE}`))).toBe(true);
    }
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
