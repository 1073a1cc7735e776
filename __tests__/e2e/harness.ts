import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { environmentFor, type LocalAws, localAws, stopLocalAws } from "../../bin/local-aws.ts";
import { readOutputs } from "../../bin/outputs.ts";
import { HARMLESS, readRunnerLog } from "../stand-ins/runner-log.ts";
import { skippedOutputs } from "../stand-ins/runner-masks.ts";
import { publishPolicy } from "./published-policy.ts";

export const PROJECT = resolve(import.meta.dirname, "../..");
export const FIXTURES = join(PROJECT, "__tests__/fixtures/apps");

/** A file system that all sandboxes share, as EFS is: for a database that is a file. */
export const FILE_SYSTEM = {
  VpcConfig: {
    SubnetIds: ["subnet-0000000000000000a"],
    SecurityGroupIds: ["sg-0000000000000000a"],
  },
  FileSystemConfigs: [
    {
      Arn: "arn:aws:elasticfilesystem:eu-west-1:000000000000:access-point/fsap-0000000000000000a",
      LocalMountPath: "/mnt/data",
    },
  ],
};

/** Inputs that halve the time of a deploy, for tests of something else. */
export const CHEAP = { preflight: "off", "prewarm-concurrency": "1" };

/** Vendored gems stay here between tests and runs, as they do between deploys. */
const CACHE = join(PROJECT, ".megamode/cache");

/**
 * The environment of a deploy of Rails. Its gems lie apart, so that a test can find them. nokogiri and sqlite3 are built against the distribution's libraries, which then travel: to
 * compile their own takes minutes. `npm run test:fresh-machine` does that.
 */
export const RAILS = {
  XDG_CACHE_HOME: join(CACHE, "rails"),
  BUNDLE_BUILD__NOKOGIRI: "--use-system-libraries",
  BUNDLE_BUILD__SQLITE3: "--enable-system-libraries",
};

/** The embedded AWS of one test file, in a folder of its own. */
export interface Cloud {
  readonly state: string;
  readonly aws: LocalAws;
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Whether each embedded AWS does whatever AWS may do: `npm run test:strict`. */
export const IS_STRICT = process.env.MEGAMODE_STRICT_AWS === "1";

export async function openCloud(): Promise<Cloud> {
  const state = mkdtempSync(join(tmpdir(), "megamode-aws-"));
  const env = await environmentFor(state);
  const aws = await localAws(state);
  return {
    state,
    aws,
    env,
    async close() {
      await stopLocalAws(state);
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/**
 * Gives an app the gems that a cache has of the Rails example, in the folder where `ruby/setup-ruby` leaves them
 * with `bundler-cache: true`: for a lockfile that is almost the same.
 */
export function withBundlerCache(app: string, cache = RAILS.XDG_CACHE_HOME): string {
  const entries = join(cache, "megamode-deploy/gems");
  const [entry] = existsSync(entries) ? readdirSync(entries).sort() : [];
  if (entry === undefined) return app; // They are compiled: it only takes longer.
  mkdirSync(join(app, "vendor"), { recursive: true });
  execFileSync("cp", ["-r", join(entries, entry, "."), join(app, "vendor/bundle")]);
  return app;
}

/** A copy of an app that a test may change. */
export function copyApp(from: string): string {
  const dir = join(mkdtempSync(join(tmpdir(), "megamode-app-")), "app");
  cpSync(from, dir, { recursive: true });
  return dir;
}

export interface Deployed {
  readonly status: number;
  /** stdout and stderr, in order. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface DeployOptions {
  readonly app: string;
  readonly stage: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The built action; another folder than the project's to show that it needs nothing beside it. */
  readonly dist?: string;
  /** What the action is started by, such as `setpriv ...`. */
  readonly by?: readonly string[];
  /** Actions that the published policy allows, and this deploy's role does not. */
  readonly denied?: readonly string[];
}

/** What a runner gives a step for itself alone. */
const TOKENS = {
  ACTIONS_RUNTIME_URL: "https://pipelines.example/",
  ACTIONS_RUNTIME_TOKEN: "the runtime's token",
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://tokens.example/",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "the identity's token",
};

/** The files by which a step speaks to its runner, named as the runner names them. */
function commandFiles(folder: string) {
  const file = (name: string) => join(folder, `${name}_${randomUUID()}`);
  return {
    GITHUB_ENV: file("set_env"),
    GITHUB_PATH: file("add_path"),
    GITHUB_OUTPUT: file("set_output"),
    GITHUB_STATE: file("save_state"),
    GITHUB_STEP_SUMMARY: file("step_summary"),
  };
}

/**
 * Runs the built action as a runner does, under the published policy.
 * @throws Error where it leaves anything behind in the runner's folder for temporary files, where its log holds a workflow
 *   command that is not the action's own, or where the runner would drop an output because of a mask
 */
export async function deploy(
  cloud: Pick<Cloud, "env"> & Partial<Cloud>,
  options: DeployOptions,
): Promise<Deployed> {
  const scratch = mkdtempSync(join(tmpdir(), "megamode-step-"));
  chmodSync(scratch, 0o755); // The action may run as another user.
  const temp = join(scratch, "temp");
  const commands = join(temp, "_runner_file_commands");
  for (const folder of [temp, commands]) {
    mkdirSync(folder);
    chmodSync(folder, 0o777);
  }
  const files = commandFiles(commands);
  for (const file of Object.values(files)) {
    writeFileSync(file, "");
    chmodSync(file, 0o666);
  }
  const inputs = { "working-directory": options.app, stage: options.stage, ...options.inputs };
  const { app, denied = [] } = options;
  const env = { ...cloud.env, ...options.env };
  const { aws, state } = cloud;
  // A job of a workflow has an embedded AWS of its own, without a policy.
  if (aws && state) publishPolicy(state, aws.region, { app, inputs, env, denied });
  const entry = join(options.dist ?? join(PROJECT, "dist"), "index.js");
  const [file = "", ...args] = [...(options.by ?? []), process.execPath, entry];
  const { status, log } = await run(file, args, {
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? "",
    XDG_CACHE_HOME: CACHE,
    ...files,
    ...TOKENS,
    RUNNER_TEMP: temp,
    ...cloud.env,
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    ...options.env,
  });
  const result = {
    status,
    log,
    outputs: readOutputs(readFileSync(files.GITHUB_OUTPUT, "utf8")),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
  };
  const left = [
    ...readdirSync(temp).filter((name) => name !== basename(commands)),
    // The action sets nothing for later steps, so whatever is there came from the app's code.
    ...[files.GITHUB_ENV, files.GITHUB_PATH, files.GITHUB_STATE].filter(
      (file) => statSync(file).size,
    ),
  ];
  rmSync(scratch, { recursive: true });
  if (left.length > 0) throw new Error(`The deploy left behind ${left.join(", ")}:\n${log}`);
  const ours = options.env?.GITHUB_ACTIONS === "true" ? HARMLESS : new Set();
  const foreign = readRunnerLog(log).commands.filter(({ name }) => !ours.has(name));
  if (foreign.length > 0) throw new Error(`The runner obeyed ${JSON.stringify(foreign)}:\n${log}`);
  const skipped = skippedOutputs(log, result.outputs);
  if (skipped.length > 0) throw new Error(`The runner drops ${skipped.join(", ")}:\n${log}`);
  return result;
}

/** Runs a program to its end. */
export function run(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd = "/",
): Promise<{ readonly status: number; readonly log: string }> {
  return new Promise((done, fail) => {
    const inherited = IS_STRICT ? { MEGAMODE_STRICT_AWS: "1" } : {};
    const child = spawn(file, args, {
      env: { ...inherited, ...env },
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        log += text;
      });
    }
    child.on("error", fail);
    child.on("close", (code) => done({ status: code ?? 255, log }));
  });
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request through the public URL; trusts the embedded AWS's certificate. */
export function get(
  cloud: Cloud,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { ca: readFileSync(cloud.aws.caFile), headers }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => {
        body += text;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

/**
 * Asks an app for JSON.
 * @throws Error where it answers anything but 200, with what all functions have logged: a failed run leaves nothing else
 */
export async function askJson(cloud: Cloud, url: string) {
  const { status, body } = await get(cloud, url);
  if (status === 200) return JSON.parse(body);
  throw new Error(`${url} answers ${status}: ${body}\n${functionLogs(cloud).join("\n")}`);
}

/** What each function has logged. */
function functionLogs({ state }: Pick<Cloud, "state">): readonly string[] {
  const folder = join(state, "logs");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => name.endsWith(".log"))
    .map((name) => `${name}:\n${readFileSync(join(folder, name), "utf8")}`);
}

/** Fails with the deploy's whole log where it did not succeed. */
export function succeeded(deployed: Deployed): Deployed {
  if (deployed.status !== 0) throw new Error(`The deploy failed:\n${deployed.log}`);
  return deployed;
}

/** Empty where a deploy changed nothing; else one line that says what, for who reads a failed run. */
export function whyChanged({ outputs, log }: Deployed): string {
  if (outputs.changed === "false") return "";
  const said = log.match(/^ *(A new version is needed, because of|\w+: .*, uploaded).*$/gm) ?? [];
  return [`changed: ${outputs.changed}`, ...said.map((line) => line.trim())].join("; ");
}
