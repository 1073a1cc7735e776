import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { Message, RunResult } from "../../../contract/messages.ts";
import { dispatch } from "../../../runtime/src/messages/dispatch.ts";
import { parseMessage } from "../../../runtime/src/messages/parse.ts";
import { run } from "../../../runtime/src/messages/run.ts";
import { invocation } from "../../runtime/events/rest-event.ts";
import { until } from "../../until.ts";
import { type Testbed, testbed } from "./testbed.ts";

let bed: Testbed | undefined;
afterEach(async () => {
  await bed?.stop();
  bed = undefined;
});

const send = (message: unknown) => dispatch(parseMessage(message)!, invocation, bed!.deps);
const command = (text: string): Message => ({ megamode: 1, message: "run", command: text });

/**
 * Whether a process has ended, and its parent can ask how: its first thread is a zombie before the others are gone.
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function isZombie(pid: number): boolean {
  const [, state, threads] =
    /\) (\S) (?:\S+ ){16}(\d+) /.exec(readFileSync(`/proc/${pid}/stat`, "latin1")) ?? [];
  return state === "Z" && threads === "1";
}

describe("run", () => {
  test("gives status and output, in order, and relays the lines with the label", async () => {
    bed = await testbed();
    const result = await send(
      command("cat hello.txt; echo; echo to stderr >&2; echo $RAILS_ENV; printf end; exit 3"),
    );
    expect(result).toEqual({ status: 3, output: "hello\nto stderr\nproduction\nend" });
    expect(bed.output.text).toBe("Rails: hello\nRails: to stderr\nRails: production\nRails: end\n");
  });

  test("needs no server that boots", async () => {
    bed = await testbed("exits");
    await expect(bed.sandbox.ready()).rejects.toThrow(/status 7/);
    expect(await send(command("true"))).toEqual({ status: 0, output: "" });
  });

  test("finds what was packaged first, and a signal is told as a shell tells it", async () => {
    bed = await testbed();
    const { output } = (await send(command("echo $PATH"))) as RunResult;
    expect(output.split(":")[0]).toBe(`${bed.root}/bin`);
    expect(await send(command("kill -TERM $$"))).toMatchObject({ status: 143 });
  });

  test("is killed with its children when the time is over", async () => {
    bed = await testbed();
    // A busy machine may not come as far as `echo` in that time: then it gets more.
    let result: RunResult = { status: 0, output: "" };
    for (let limit = 300; !result.output.startsWith("a\n"); limit *= 2) {
      result = await run(command("echo a; sleep 4321; echo b") as never, bed.sandbox, limit);
    }
    expect(result.status).toBe(137);
    expect(result.output).toMatch(/^a\nmegamode: the command was killed/);
  });

  test("a command that does not parse is an error of its own", async () => {
    bed = await testbed();
    const result = (await send(command("echo 'open"))) as RunResult;
    expect(result.status).toBe(2);
    expect(result.output).toMatch(/[Uu]nterminated/);
  });
});

test("prewarm answers when it may and counts", async () => {
  bed = await testbed();
  await send({ megamode: 1, message: "prewarm", holdUntil: 0 });
  const holdUntil = Date.now() + 150;
  const report = await send({ megamode: 1, message: "prewarm", holdUntil });
  expect(Date.now()).toBeGreaterThanOrEqual(holdUntil - 1);
  expect(report).toMatchObject({ prewarmCount: 2, callCount: 0 });
});

test("prewarm asks a server once, and its report is still that of the cold start", async () => {
  bed = await testbed();
  await bed.sandbox.ready();
  const { coldStart } = bed.sandbox.history.report();
  for (const prewarmCount of [1, 2]) {
    const report = await send({ megamode: 1, message: "prewarm", holdUntil: 0 });
    expect(report).toMatchObject({ prewarmCount, callCount: 0, coldStart });
  }
  expect(bed.output.text).toBe("Rails: * Listening\nRails: Started GET /\nRails: Completed\n");
});

test("prewarm of a server that died while the sandbox was frozen starts another one, and asks that", async () => {
  bed = await testbed();
  const prewarm = { megamode: 1, message: "prewarm", holdUntil: 0 };
  await send(prewarm);
  const pid = Number(readFileSync(`${bed.root}/run/server.pid`, "latin1").split(" ")[0]);
  process.kill(pid, "SIGKILL");
  // Without a turn of the event loop, in which this process would learn of it.
  while (!isZombie(pid));
  await send(prewarm);
  expect(bed.sandbox.warm).toBe(true);
  expect(bed.output.text.match(/Started GET/g)).toHaveLength(2);
});

test("status asks as the front door would, and brings the last lines", async () => {
  bed = await testbed();
  const result = await send({
    megamode: 1,
    message: "status",
    path: "/up",
    host: "h.example",
    prefix: "/dev",
  });
  expect(result).toMatchObject({ httpStatus: 200, prewarmCount: 0 });
  expect((result as { log: string[] }).log).toContain("Started GET /up");
});

test("status of a page that kills the server brings that server's last lines", async () => {
  bed = await testbed();
  const message = { megamode: 1, message: "status", path: "/die", host: "h.example", prefix: "" };
  const result = (await send(message)) as { httpStatus: number; log: string[] };
  expect(result.httpStatus).toBe(502);
  expect(result.log.at(-1)).toBe("out of memory");
});

test("a server that never listens fails a prewarm in time, with its last lines", async () => {
  bed = await testbed("deaf");
  bed.sandbox.ready().catch(() => undefined);
  await until(() => bed?.output.text.includes("waiting for the database") ?? false);
  await expect(bed.sandbox.readyWithin(600)).rejects.toThrow(
    /did not listen on .*server\.sock within 1 s\. Its last lines:\nwaiting for the database/,
  );
});
