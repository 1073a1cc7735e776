import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { deployByTerminal } from "./deploy-by-terminal.ts";
import { follow, textOf } from "./follow-log.ts";
import { localAws, STATE, stopLocalAws } from "./local-aws.ts";
import { get } from "./request.ts";

/** Deploys an app to the embedded AWS and shows it at work: once, or until Ctrl-C. */
const example = join(import.meta.dirname, "../examples/rails");
const { values } = parseArgs({
  options: {
    app: { type: "string", default: example },
    input: { type: "string", multiple: true, default: [] },
    stage: { type: "string", default: "dev" },
    state: { type: "string", default: STATE },
    once: { type: "boolean", default: false },
  },
});
const state = resolve(values.state);
const aws = await localAws(state).catch((error: Error) => {
  console.error(`error: ${error.message}`);
  process.exit(1);
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(0));

try {
  const { stage, input: inputs } = values;
  const outputs = await deployByTerminal({ app: resolve(values.app), stage, state, inputs });
  const log = join(state, "logs", `${outputs["function-name"]}.log`);
  await (values.once ? once(outputs, log) : stay(outputs, log));
} catch (error) {
  console.error((error as Error).message);
  await stop(1);
}

async function once(outputs: Readonly<Record<string, string>>, log: string): Promise<void> {
  const ca = readFileSync(aws.caFile, "utf8");
  const isExample = resolve(values.app) === resolve(example);
  for (const path of isExample ? ["/up", "/posts", "/posts.json"] : ["/up"]) {
    const answer = await get(`${outputs.url}${path}`, ca);
    console.log(`GET ${path} ${answer.status} in ${answer.milliseconds} ms`);
  }
  const before = textOf(log).length;
  const answer = await get(`${outputs.url}/`, ca);
  await setTimeout(200); // REPORT is written after the answer is on its way.
  console.log(`\nThe log of GET /:\n${textOf(log).slice(before).trimEnd()}\n`);
  const { archives, coldStart } = JSON.parse(outputs.report ?? "{}");
  await stopLocalAws(state);
  const { status, milliseconds: warmMs } = answer;
  console.log(JSON.stringify({ url: outputs.url, status, archives, coldStart, warmMs }));
  // An app other than the example may have no page at its root.
  process.exit(status === 200 || (!isExample && status < 500) ? 0 : 1);
}

async function stay(outputs: Readonly<Record<string, string>>, log: string): Promise<void> {
  console.log(
    `\n${outputs.url}/\n\nThe function's log follows; Ctrl-C ends it. The certificate is`,
  );
  console.log(`the embedded AWS's own: curl --cacert ${aws.caFile}\n`);
  await follow(log, (text) => process.stdout.write(text));
}

async function stop(code: number): Promise<never> {
  await stopLocalAws(state);
  process.exit(code);
}
