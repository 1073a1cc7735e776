import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { follow, textOf } from "./follow-log.ts";
import { localAws, STATE, stopLocalAws } from "./local-aws.ts";
import { readOutputs } from "./outputs.ts";
import { get } from "./request.ts";

/**
 * Deploys an app to the embedded AWS, as bin/megamode does, and shows it at work. What it adds to that is
 * what a Rails app with a database wants: a file system at /mnt/data, as EFS would be, and its migrations.
 */
const { values } = parseArgs({
  options: {
    app: { type: "string", default: join(import.meta.dirname, "../examples/rails") },
    stage: { type: "string", default: "dev" },
    state: { type: "string", default: STATE },
    once: { type: "boolean", default: false },
  },
});
const app = resolve(values.app);
const state = resolve(values.state);
const aws = await localAws(state);
process.on("SIGINT", () => void stop(0));
process.on("SIGTERM", () => void stop(0));

const scratch = mkdtempSync(join(tmpdir(), "megamode-demo-"));
const outputFile = join(scratch, "outputs");
writeFileSync(outputFile, "");
const status = await deploy();
if (status !== 0) await stop(status);
const outputs = readOutputs(readFileSync(outputFile, "utf8"));
const log = join(state, "logs", `${outputs["function-name"]}.log`);
if (values.once) await once();
else await stay();

async function once(): Promise<void> {
  const ca = readFileSync(aws.caFile, "utf8");
  for (const path of ["/up", "/posts", "/posts.json"]) {
    const answer = await get(`${outputs.url}${path}`, ca);
    console.log(`GET ${path} ${answer.status} in ${answer.milliseconds} ms`);
  }
  const before = textOf(log).length;
  const answer = await get(`${outputs.url}/`, ca);
  await setTimeout(200);
  console.log(`\nThe log of GET /:\n${textOf(log).slice(before).trimEnd()}\n`);
  const { archives, coldStart } = JSON.parse(outputs.report ?? "{}");
  const result = {
    url: outputs.url,
    status: answer.status,
    archives,
    coldStart,
    warmMs: answer.milliseconds,
  };
  console.log(JSON.stringify(result));
  await stop(answer.status === 200 ? 0 : 1, true);
}

async function stay(): Promise<void> {
  console.log(
    `\n${outputs.url}/\n\nThe function's log follows; Ctrl-C ends it. The certificate is the`,
  );
  console.log(`embedded AWS's own: curl --cacert ${aws.caFile}\n`);
  await follow(log, (text) => process.stdout.write(text));
}

function deploy(): Promise<number> {
  const rails = existsSync(join(app, "bin/rails")) && existsSync(join(app, "db/migrate"));
  const configuration = {
    VpcConfig: {
      SubnetIds: ["subnet-0000000000000000a"],
      SecurityGroupIds: ["sg-0000000000000000a"],
    },
    FileSystemConfigs: [
      {
        Arn: `arn:aws:elasticfilesystem:${aws.region}:000000000000:access-point/fsap-0000000000000000a`,
        LocalMountPath: "/mnt/data",
      },
    ],
  };
  const inputs = [
    `function-configuration=${JSON.stringify(configuration)}`,
    ...(rails ? ["release-command=bin/rails db:migrate"] : []),
  ];
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, "megamode.ts"),
      ...["deploy", "--target", "local", "--app", app, "--stage", values.stage, "--state", state],
      ...inputs.flatMap((input) => ["--input", input]),
    ],
    { stdio: "inherit", env: { ...process.env, GITHUB_OUTPUT: outputFile } },
  );
  return new Promise((done) => child.on("exit", (code) => done(code ?? 1)));
}

async function stop(code: number, quiet = false): Promise<never> {
  rmSync(scratch, { recursive: true, force: true });
  await stopLocalAws(state);
  if (!quiet) console.log("The embedded AWS is stopped.");
  process.exit(code);
}
