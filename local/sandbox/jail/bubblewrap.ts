import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Readable, Writable } from "node:stream";
import { LAMBDA_NODE, lambdaEtc } from "../../../contract/lambda-image.ts";
import { type HostFiles, planBubblewrap, RUNTIME, TASK } from "./file-system.ts";
import type { Isolation, Jail, JailPlan } from "./isolation.ts";
import { jailAround, keeperCommand, spawnKeeper } from "./keeper.ts";
import { librariesOf } from "./libraries.ts";
import { idInside, inNamespace, namespaceOf } from "./processes.ts";
import { copyPrograms } from "./programs.ts";

/** The folder of the runtime client, which runs in a sandbox. */
export const RUNTIME_CLIENT = resolve(import.meta.dirname, "../client");

/** The account's default limit of concurrent invocations. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ACCOUNT_CONCURRENCY = 1000;

const RESOLVER = "/etc/resolv.conf";

// The ids of processes inside: 1 is bubblewrap, 2 is the keeper.
const LAST_KEEPER = 2;

/**
 * Isolates sandboxes by bubblewrap. @throws with bubblewrap's own message if it cannot run here
 * @param client the folder of the runtime client, which begins with `index.mjs`
 */
export async function bubblewrap(
  nodeBinary: string,
  stateDir: string,
  client = RUNTIME_CLIENT,
): Promise<Isolation> {
  const host = { ...hostFiles(nodeBinary, stateDir), runtime: client };
  const isolation: Isolation = {
    limit: ACCOUNT_CONCURRENCY,
    places: () => ({ task: TASK, runtime: RUNTIME }),
    open: (plan) => open(host, plan),
  };
  const trial = await isolation.open({
    task: client,
    tmpMb: 1,
    mounts: [],
    environment: {},
    nodeFlags: ["--version"],
  });
  const status = await trial.startRuntime();
  await trial.end();
  if (status !== 0) throw new Error(`Node.js did not run under bubblewrap: exit status ${status}`);
  return isolation;
}

function hostFiles(nodeBinary: string, stateDir: string): Omit<HostFiles, "runtime"> {
  const etc = join(stateDir, "sandbox", "etc");
  mkdirSync(etc, { recursive: true });
  const resolver = existsSync(RESOLVER) ? readFileSync(RESOLVER, "utf8") : "";
  for (const [name, text] of Object.entries(lambdaEtc(resolver)))
    writeFileSync(join(etc, name), text);
  const node = realpathSync(nodeBinary);
  const programs = join(stateDir, "sandbox", "bin");
  const libraries = [...new Set([...librariesOf(node), ...copyPrograms(programs)])];
  return { node, programs, libraries, etc };
}

async function open(host: HostFiles, plan: JailPlan): Promise<Jail> {
  const program = [LAMBDA_NODE, ...plan.nodeFlags, `${RUNTIME}/index.mjs`];
  const keeper = spawnKeeper({
    command: ["bwrap", "--args", "4", "--info-fd", "5", "--", ...keeperCommand(program)],
    env: { PATH: "/usr/local/bin:/usr/bin:/bin" },
    cwd: "/",
    more: ["pipe", "pipe"],
  });
  const { child } = keeper;
  // The arguments go through a pipe: everybody on the machine can read a command line, and they contain credentials.
  (child.stdio[4] as Writable).on("error", () => {});
  (child.stdio[4] as Writable).end(
    planBubblewrap(host, plan, plan.environment)
      .map((argument) => `${argument}\0`)
      .join(""),
  );
  const started = await new Promise<number>((resolve, reject) => {
    let errors = "";
    let info = "";
    child.stderr!.on("data", (text: Buffer) => {
      errors += text;
    });
    ((child.stdio as readonly unknown[])[5] as Readable).on("data", (text: Buffer) => {
      info += text;
      const pid = /"child-pid": (\d+)/.exec(info)?.[1];
      if (pid !== undefined && info.includes("}")) resolve(Number(pid));
    });
    child.once("error", reject);
    child.once("close", () => reject(new Error(`bubblewrap ended: ${errors.trim()}`)));
  });
  const namespace = namespaceOf(started);
  return jailAround(
    keeper,
    () => inNamespace(namespace ?? "gone"),
    (pid) => (idInside(pid) ?? 0) <= LAST_KEEPER,
    () => {},
  );
}
