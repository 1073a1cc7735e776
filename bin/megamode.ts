import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { environmentFor } from "./local-aws.ts";

const USAGE = `usage: bin/megamode deploy --target local|aws --app DIR --stage NAME [--input NAME=VALUE ...]
       bin/megamode start|stop

deploy runs the action's own code (dist/index.js) from a terminal. --input gives any input of action.yml.
--target local deploys to the embedded AWS, which is started if it is not running.
start starts the embedded AWS in the background and prints the variables by which the AWS SDK and the action find it:
in a workflow, bin/megamode start >>"$GITHUB_ENV" leads the later steps to it. stop ends it.
--state DIR keeps what it holds in another folder than .megamode/aws.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    target: { type: "string", default: "aws" },
    app: { type: "string", default: "." },
    stage: { type: "string", default: "dev" },
    input: { type: "string", multiple: true, default: [] },
    state: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
});

if (values.help || positionals.length !== 1) exit(USAGE, values.help ? 0 : 2);
const state = values.state ? resolve(values.state) : undefined;
if (positionals[0] === "stop") {
  const { stopLocalAws } = await import("./local-aws.ts");
  exit((await stopLocalAws(state)) ? "The embedded AWS is stopped." : "It was not running.", 0);
}
if (positionals[0] === "start") {
  const variables = Object.entries(await environmentFor(state).catch(fail));
  exit(variables.map(([name, value]) => `${name}=${value}`).join("\n"), 0);
}
if (positionals[0] !== "deploy") exit(USAGE, 2);
if (values.target !== "local" && values.target !== "aws") exit(USAGE, 2);

const inputs: Record<string, string> = {
  "INPUT_WORKING-DIRECTORY": resolve(values.app),
  INPUT_STAGE: values.stage,
};
for (const input of values.input) {
  const at = input.indexOf("=");
  if (at < 1) exit(`--input ${input}: must be NAME=VALUE`, 2);
  inputs[`INPUT_${input.slice(0, at).toUpperCase()}`] = input.slice(at + 1);
}
const child = spawn(process.execPath, [join(import.meta.dirname, "../dist/index.js")], {
  stdio: "inherit",
  env: {
    ...process.env,
    ...(values.target === "local" ? await environmentFor(state).catch(fail) : {}),
    ...inputs,
    INPUT_COMMAND: "deploy",
    // The arguments decide what to do, not the event of a job that runs this.
    GITHUB_EVENT_NAME: undefined,
  },
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));

function fail(error: Error): never {
  return exit(`error: ${error.message}`, 1);
}

function exit(text: string, status: number): never {
  console.log(text);
  process.exit(status);
}
