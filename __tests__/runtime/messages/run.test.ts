import fs from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { RunMessage, RunRecord } from "../../../contract/messages.ts";
import { listenAnywhere } from "../../../local/http/listen.ts";
import { run } from "../../../runtime/src/messages/run.ts";
import { until } from "../../until.ts";
import type { Collected } from "../logs/collected.ts";
import { manifest, sandboxOptions } from "../server/fake-sandbox.ts";
import { runs } from "../server/processes.ts";

let root: string;
let output: Collected;
let failure: Error | undefined;
/** Milliseconds that the archives take. */
let loadingMs: number;
beforeEach(() => {
  loadingMs = 0;
  root = fs.mkdtempSync(join(tmpdir(), "mm-run-"));
  fs.mkdirSync(`${root}/app`);
  failure = undefined;
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(root, { recursive: true });
});

interface Given {
  /** What references of the environment stand for. */
  readonly resolved?: Readonly<Record<string, string>>;
  readonly limitMs?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly record?: RunRecord;
  /** The time that the message gives it. */
  readonly ownLimitMs?: number;
}

function start(
  command: string | readonly string[],
  { limitMs = 60_000, environment = {}, resolved = {}, record, ownLimitMs }: Given = {},
) {
  const options = sandboxOptions(root, {
    manifest: {
      ...manifest,
      server: { argv: [], cwd: `${root}/app`, env: { RAILS_ENV: "production" }, defaults: {} },
    },
    environment: { PATH: "/usr/bin:/bin", ...environment },
  });
  output = options.output;
  const loaded = async () => {
    if (failure) throw failure;
    if (loadingMs > 0) {
      const over = Date.now() + loadingMs;
      jest.spyOn(Date, "now").mockReturnValue(over);
    }
    return { fetchMs: 0, unpackMs: 0, reused: [] };
  };
  const message: RunMessage = {
    megamode: 1,
    message: "run",
    ...(typeof command === "string" ? { command } : { argv: command }),
    ...(record ? { record } : {}),
    ...(ownLimitMs ? { limitMs: ownLimitMs } : {}),
  };
  return run(
    message,
    { options, loaded, environment: { ...options.environment, ...resolved } },
    limitMs,
  );
}

describe("a command", () => {
  test("gives status and output in order, and its lines go to the log with the label", async () => {
    const result = await start("pwd; echo to stderr >&2; echo $RAILS_ENV; printf end; exit 3");
    const lines = [`${root}/app`, "to stderr", "production", "end"];
    expect(result).toEqual({ status: 3, output: lines.join("\n") });
    expect(output.text).toBe(lines.map((line) => `Rails: ${line}\n`).join(""));
  });

  test("that a signal ends has the status that a shell gives it", async () => {
    expect(await start("kill -TERM $$")).toEqual({ status: 143, output: "" });
  });

  test("has what references stand for", async () => {
    const environment = { KEY: "ssm:/shop/key" };
    const { output: said } = await start("echo $KEY", { environment, resolved: { KEY: "kept" } });
    expect(said).toBe("kept\n");
  });

  test("that does not parse has an error of its own", async () => {
    const result = await start("echo 'open");
    expect(result.status).toBe(2);
    expect(result.output).toMatch(/[Uu]nterminated/);
  });

  test("has a home, which may be there already", async () => {
    expect(await start("echo $HOME")).toEqual({ status: 0, output: `${root}/home\n` });
    expect(fs.statSync(`${root}/home`).mode & 0o777).toBe(0o700);
    expect((await start("true")).status).toBe(0);
  });

  test.each([
    ["/usr/bin:/bin", (bin: string) => `${bin}:/usr/bin:/bin\n`],
    [undefined, (bin: string) => `${bin}:/usr/local/bin:/usr/bin:/bin\n`],
  ])("finds first what was packaged, before %s", async (path, expected) => {
    const given = path === undefined ? ({ PATH: undefined } as never) : { PATH: path };
    expect((await start("echo $PATH", { environment: given })).output).toBe(
      expected(`${root}/bin`),
    );
  });

  test("finds the packaged folder once where it is in the path already", async () => {
    const environment = { PATH: `/usr/bin:${root}/bin` };
    expect((await start("echo $PATH", { environment })).output).toBe(`/usr/bin:${root}/bin\n`);
  });

  test("does not tell the session's keys, and is not changed where there are none", async () => {
    const environment = { AWS_SECRET_ACCESS_KEY: "role-s3cret", AWS_SESSION_TOKEN: "" };
    const result = await start("echo a role-s3cret b $AWS_SECRET_ACCESS_KEY", { environment });
    expect(result.output).toBe("a *** b ***\n");
    expect((await start("echo role-s3cret")).output).toBe("role-s3cret\n");
  });

  test("is killed with its children when the time is over", async () => {
    // A busy machine may not come as far as `echo` in that time: then it gets more.
    let result = { status: 0, output: "" };
    for (let limitMs = 50; !/^\d+\n/.test(result.output); limitMs *= 2) {
      result = await start("sleep 600 & echo $!; wait", { limitMs });
    }
    expect(result.status).toBe(137);
    expect(result.output).toMatch(
      /^\d+\nmegamode: the command was killed, because the function ran out of time/,
    );
    expect(output.text).toContain("megamode: the command was killed");
    await until(() => !runs(Number.parseInt(result.output, 10)));
  });

  test("is killed when its own time is over, however long the function runs", async () => {
    const result = await start("sleep 600", { ownLimitMs: 20 });
    expect(result.status).toBe(137);
    expect(result.output).toBe("megamode: the command was killed, because its limit is 0.02 s\n");
    const longer = await start("echo a", { ownLimitMs: 60_000, limitMs: 50_000 });
    expect(longer).toEqual({ status: 0, output: "a\n" });
  });

  test("as a list of arguments is read by no shell, and joins stderr too", async () => {
    const words = ["a b", "$HOME", "'", "*", "; exit 3"];
    expect(await start(["printf", "%s\\n", ...words])).toEqual({
      status: 0,
      output: words.map((word) => `${word}\n`).join(""),
    });
    expect(await start(["sh", "-c", "echo to stderr >&2; exit 4"])).toEqual({
      status: 4,
      output: "to stderr\n",
    });
    expect(await start(["no-such-program"])).toMatchObject({ status: 127 });
  });

  test("finds nothing to read", async () => {
    expect(await start("cat; echo end")).toEqual({ status: 0, output: "end\n" });
  });

  test("leads a process group of its own", async () => {
    const { output } = await start("cut -d' ' -f5 /proc/$$/stat; echo $$");
    const [group, pid] = output.split("\n");
    expect(group).toBe(pid);
  });

  test("is not started where loading the archives took all the time", async () => {
    loadingMs = 61_000;
    await expect(start(`touch ${root}/ran`)).rejects.toThrow("the command was not started");
    expect(fs.existsSync(`${root}/ran`)).toBe(false);
  });

  test("ends in time though a process that left its group keeps the output open", async () => {
    const { output: said } = await start("setsid sleep 20 & echo $!", { ownLimitMs: 50 });
    const [pid, killed] = said.split("\n");
    expect(killed).toBe("megamode: the command was killed, because its limit is 0.05 s");
    expect(runs(Number(pid))).toBe(true);
    process.kill(Number(pid), "SIGKILL");
  });

  test("is not started where the archives cannot be loaded", async () => {
    failure = new Error("NoSuchKey");
    await expect(start("true")).rejects.toThrow("NoSuchKey");
  });

  test("fails where its folder is missing", async () => {
    fs.rmdirSync(`${root}/app`);
    await expect(start("true")).rejects.toThrow(/ENOENT/);
  });
});

describe("a command with a record", () => {
  let statuses: number[];
  let asked: string[];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => {
      body += piece;
    });
    request.on("end", () => {
      asked.push(`${request.url} ${body}`);
      response.writeHead(statuses.shift() ?? 200).end('{"status":3,"output":"of the first"}');
    });
  });
  let record: RunRecord;
  beforeEach(async () => {
    statuses = [];
    asked = [];
    const url = `http://127.0.0.1:${await listenAnywhere(server)}`;
    record = { claimUrl: `${url}/claim`, resultUrl: `${url}/result` };
  });
  afterEach(() => new Promise((closed) => server.close(closed)));

  test("is claimed, run, and its result is left", async () => {
    const result = await start("echo a", { record });
    expect(asked).toEqual(["/claim ", `/result ${JSON.stringify(result)}`]);
  });

  test("that is sent again gives the result of the first, without running again", async () => {
    const readUrl = record.resultUrl.replace("/result", "/read");
    statuses.push(412, 200);
    const result = await start(`touch ${root}/ran`, { record: { ...record, readUrl } });
    expect(result).toEqual({ status: 3, output: "of the first" });
    expect(asked).toEqual(["/claim ", "/read "]);
    expect(fs.existsSync(`${root}/ran`)).toBe(false);
  });

  test("leaves all of its output in pages, and no key of the session in any of them", async () => {
    const pageUrls = ["0", "1"].map((name) => record.resultUrl.replace("/result", `/${name}`));
    const environment = { AWS_SECRET_ACCESS_KEY: "role-s3cret" };
    const result = await start("echo a; printf role-s3c; printf ret", {
      record: { ...record, pageUrls },
      environment,
    });
    expect(result).toEqual({ status: 0, output: "a\n***", pages: 1, lostBytes: 0 });
    expect(asked).toEqual(["/claim ", "/0 a\n***", `/result ${JSON.stringify(result)}`]);
  });

  test("that somebody else has claimed is not started", async () => {
    statuses.push(412);
    await expect(start(`touch ${root}/ran`, { record })).rejects.toThrow(/was not started/);
    expect(fs.existsSync(`${root}/ran`)).toBe(false);
  });
});
