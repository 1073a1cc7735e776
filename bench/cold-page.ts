import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { environmentFor, localAws, stopLocalAws } from "../bin/local-aws.ts";
import type { PrewarmMessage, SandboxReport } from "../contract/messages.ts";
import { durationsIn } from "./durations.ts";
import { eventFor, type Result, toAnswer } from "./event.ts";
import type { Answer } from "./page.ts";
import { commandOf, descendantsOf, usageOf } from "./processes.ts";

/** A cold start, by a request for a page. */
export interface ColdPage {
  /** Milliseconds from the proxy's first line until the rack server listened, as the proxy reports it. */
  readonly listenMs: number;
  /** Milliseconds from the start of Lambda's Node process to the page: Lambda's own report of both phases. */
  readonly pageMs: number;
  readonly answer: Answer;
  /** CPU time of all processes of the sandbox until the page was served: Node's, the proxy's and the rack server's. */
  readonly cpuMs: number;
  /** Memory of the rack server and its children after the page, and after a prewarm of the same sandbox, in MB. */
  readonly firstPageRssMb: number;
  readonly prewarmedRssMb: number;
}

/**
 * Starts cold, with nothing in /tmp: a sandbox ends with the embedded AWS that started it.
 * @param flags of `local/main.ts`
 */
export async function coldPage(
  state: string,
  functionName: string,
  path: string,
  flags: readonly string[] = [],
): Promise<ColdPage> {
  await stopLocalAws(state);
  const { pid } = await localAws(state, flags);
  Object.assign(process.env, await environmentFor(state));
  const page = await invoke(functionName, eventFor(path));
  const runtime = runtimeOf(pid);
  const server = descendantsOf(runtime);
  const { cpuMs } = usageOf([runtime, ...server]);
  const firstPageRssMb = usageOf(server).rssMb;
  const prewarm: PrewarmMessage = { megamode: 1, message: "prewarm", holdUntil: 0 };
  const { coldStart } = (await invoke(functionName, prewarm)).value as SandboxReport;
  return {
    listenMs: coldStart.totalMs,
    pageMs: durationsIn(page.log),
    answer: toAnswer(page.value as Result),
    cpuMs,
    firstPageRssMb,
    prewarmedRssMb: usageOf(descendantsOf(runtimeOf(pid))).rssMb,
  };
}

async function invoke(FunctionName: string, event: object) {
  const answer = await new LambdaClient({}).send(
    new InvokeCommand({
      FunctionName,
      Qualifier: "live",
      LogType: "Tail",
      Payload: Buffer.from(JSON.stringify(event)),
    }),
  );
  const text = answer.Payload?.transformToString() ?? "";
  const log = Buffer.from(answer.LogResult ?? "", "base64").toString("utf8");
  if (answer.FunctionError) throw new Error(`the invocation failed: ${text}\n${log}`);
  return { value: JSON.parse(text) as unknown, log };
}

/** Finds Node with Lambda's runtime client in the only sandbox of an embedded AWS. */
function runtimeOf(aws: number): number {
  const found = descendantsOf(aws).filter((pid) => {
    const [program, ...args] = commandOf(pid);
    return program?.endsWith("/node") && args.at(-1)?.endsWith("/index.mjs");
  });
  if (found.length !== 1) throw new Error(`${found.length} sandboxes run, and not one`);
  return found[0]!;
}
