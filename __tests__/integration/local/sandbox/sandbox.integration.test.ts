import { setTimeout } from "node:timers/promises";
import { afterAll, test as always, beforeAll, describe, expect } from "@jest/globals";
import { LAMBDA_PROGRAMS } from "../../../../contract/lambda-programs.ts";
import { bubblewrap } from "../../../../local/sandbox/jail/bubblewrap.ts";
import { openGate } from "../../../gate.ts";
import { type Account, openAccount } from "../../../local/services/lambda/account.ts";
import { ACCESS_POINT, VPC } from "../../../local/services/lambda/constants.ts";
import { bubblewrapRuns } from "../../../machines.ts";

const test = bubblewrapRuns ? always : always.skip;
let account: Account;
beforeAll(async () => {
  if (bubblewrapRuns) account = await openAccount({ isolation: bubblewrap });
});
afterAll(() => account?.close());

const IMPORTS = `
  import { spawn, spawnSync } from "node:child_process";
  import fs from "node:fs";
  import { setTimeout } from "node:timers/promises";
`;

test("between invocations no process of a sandbox runs, also no child of the handler", async () => {
  const ticker = `setInterval(() => fs.appendFileSync("/tmp/ticks", Date.now() + "\\n"), 10)`;
  await account.create(
    "ticker",
    `${IMPORTS}
    const own = [];
    setInterval(() => own.push(Date.now()), 10);
    spawn(process.execPath, ["-e", ${JSON.stringify(ticker)}], { stdio: "ignore" });
    const ofChild = () =>
      fs.existsSync("/tmp/ticks") ? fs.readFileSync("/tmp/ticks", "utf8").trim().split("\\n").map(Number) : [];
    export const handler = async () => {
      const start = [own.length, ofChild().length];
      // Both tick in every invocation.
      while (own.length - start[0] < 5 || ofChild().length - start[1] < 5) await setTimeout(10);
      return [own, ofChild()];
    };`,
    { Timeout: 100 },
  );
  await account.invoke("ticker");
  const frozen = Date.now();
  await setTimeout(500);
  const thawed = Date.now();
  for (const ticks of (await account.invoke("ticker")).value) {
    expect(ticks.length).toBeGreaterThanOrEqual(10);
    expect(ticks.filter((tick: number) => tick > frozen && tick < thawed)).toEqual([]);
  }
});

describe("a sandbox", () => {
  test("holds nothing of the host but Node and the programs of Lambda's image, and nothing in it can be changed", async () => {
    await account.create(
      "walls",
      `${IMPORTS}
      const attempt = (action) => { try { action(); return "done"; } catch (error) { return error.code; } };
      export const handler = async ({ paths }) => ({
        present: paths.filter((path) => fs.existsSync(path)),
        top: fs.readdirSync("/").sort(),
        programs: fs.readdirSync("/bin"),
        script: spawnSync("/bin/sh", ["-c", 'dirname "$(readlink -f /bin)" && ls -d /usr/*'], { encoding: "utf8" }).stdout,
        ids: [process.getuid(), process.getgid()],
        written: ["/x", "/var/task/x", "/etc/x", "/dev/x", "/tmp/x"].map((path) => attempt(() => fs.writeFileSync(path, ""))),
        full: attempt(() => fs.writeFileSync("/tmp/big", Buffer.alloc(513 * 1024 * 1024))),
        files: spawnSync("/bin/sh", ["-c", "ulimit -n"], { encoding: "utf8" }).stdout.trim(),
        capabilities: /CapEff:\\s*(\\S+)/.exec(fs.readFileSync("/proc/self/status", "utf8"))[1],
      });`,
      { MemorySize: 1024 },
    );
    const paths = [
      "/usr/bin/ruby",
      "/usr/share/zoneinfo",
      "/etc/ssl",
      "/usr/bin/tar",
      "/bin/tar",
      "/home",
      "/root",
      "/usr/lib/locale",
      "/usr/lib/x86_64-linux-gnu/libyaml-0.so.2",
    ];
    const { value } = await account.invoke("walls", { paths });
    expect(value).toEqual({
      present: [],
      top: expect.not.arrayContaining(["home", "root", "opt"]),
      programs: [...LAMBDA_PROGRAMS].sort(),
      script: expect.stringMatching(/^\/usr\n\/usr\/bin\n/),
      ids: [993, 990],
      written: ["EROFS", "EROFS", "EROFS", "EROFS", "done"],
      full: "ENOSPC",
      files: "1024",
      capabilities: "0000000000000000",
    });
  });

  test("has Lambda's environment and one name more", async () => {
    await account.create(
      "environment",
      "export const handler = async (event, context) => ({ ...process.env, left: context.getRemainingTimeInMillis() });",
      { Environment: { Variables: { WORD: "hello" } }, Timeout: 7 },
    );
    const { value } = await account.invoke("environment");
    expect(value).toMatchObject({
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
      AWS_LAMBDA_FUNCTION_NAME: "environment",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      LAMBDA_TASK_ROOT: "/var/task",
      TZ: ":UTC",
      WORD: "hello",
      _HANDLER: "index.handler",
    });
    expect(value.left).toBeGreaterThan(0);
    expect(value.left).toBeLessThanOrEqual(7000);
    const names = Object.keys(value).filter(
      (name) => !/^_?(AWS_|LAMBDA_|X_AMZN_|HANDLER)/.test(name),
    );
    const others = ["LANG", "LD_LIBRARY_PATH", "PATH", "PWD", "TZ", "WORD", "left"];
    expect(names.sort()).toEqual(others);
  });

  test("shares with others only what its function mounts", async () => {
    const source = `${IMPORTS}
      const read = async (name) => {
        while (!fs.existsSync("/mnt/data/" + name)) await setTimeout(10);
        return fs.readFileSync("/mnt/data/" + name, "utf8");
      };
      export const handler = async ({ mine, others }) => {
        fs.writeFileSync("/mnt/data/." + mine, "of " + mine);
        fs.renameSync("/mnt/data/." + mine, "/mnt/data/" + mine);
        return read(others);
      };`;
    const FileSystemConfigs = [{ Arn: ACCESS_POINT, LocalMountPath: "/mnt/data" }];
    await account.create("mounts", source, { VpcConfig: VPC, FileSystemConfigs });
    // Each waits for what the other writes.
    const both = await Promise.all([
      account.invoke("mounts", { mine: "left", others: "right" }),
      account.invoke("mounts", { mine: "right", others: "left" }),
    ]);
    expect(both.map(({ value }) => value)).toEqual(["of right", "of left"]);
    expect(account.logs("mounts")).toHaveLength(2);
  });

  test("is killed above its memory, and says how much it had used", async () => {
    await account.create(
      "greedy",
      `${IMPORTS}
      export const handler = async () => {
        for (const kept = []; ; await setTimeout(5)) kept.push(Buffer.alloc(8 * 1024 * 1024, 1));
      };`,
    );
    const { error, value, log } = await account.invoke("greedy");
    expect(error).toBe("Unhandled");
    expect(value.errorType).toBe("Runtime.ExitError");
    expect(value.errorMessage).toMatch(/Runtime exited with error: signal: killed$/);
    expect(log).toMatch(
      /Max Memory Used: 128 MB\t.*Status: error\tError Type: Runtime.OutOfMemory/,
    );
  });

  test("is stopped at the function's timeout, with all its children", async () => {
    await account.create(
      "slow",
      `${IMPORTS}
      export const handler = async ({ ask }) => {
        if (ask) return fs.readdirSync("/proc").filter((name) => Number(name) > 2).length;
        spawn("/bin/sh", ["-c", "while :; do :; done"]);
        await setTimeout(60_000);
      };`,
      { Timeout: 1 },
    );
    const { error, value, log } = await account.invoke("slow");
    expect(error).toBe("Unhandled");
    expect(value.errorMessage).toMatch(/Task timed out after 1\.00 seconds$/);
    expect(log).toMatch(/Task timed out after 1\.00 seconds\n\nEND.*\nREPORT.*Status: timeout/);
    // The runtime starts again within the same second: on a busy machine not the first time.
    let left = await account.invoke("slow", { ask: true });
    while (left.error) left = await account.invoke("slow", { ask: true });
    expect(left.value).toBe(1);
    expect(account.logs("slow")).toHaveLength(1);
  });

  test("keeps /tmp when its runtime crashes and starts again", async () => {
    await account.create(
      "crash",
      `${IMPORTS}
      let calls = 0;
      export const handler = async ({ crash }) => {
        calls += 1;
        fs.appendFileSync("/tmp/note", "x");
        if (crash) { Promise.reject(new Error("nobody waits for this")); await setTimeout(1000); }
        return { calls, note: fs.readFileSync("/tmp/note", "utf8") };
      };`,
    );
    expect((await account.invoke("crash")).value).toEqual({ calls: 1, note: "x" });
    const crashed = await account.invoke("crash", { crash: true });
    expect(crashed.value.errorType).toBe("Runtime.ExitError");
    expect(crashed.value.errorMessage).toMatch(/Runtime exited with error: exit status 1$/);
    expect(crashed.log).toMatch(/Error: nobody waits for this/);
    expect((await account.invoke("crash")).value).toEqual({ calls: 1, note: "xxx" });
    expect(account.logs("crash")).toHaveLength(1);
  });
});

test("four invocations at once have four sandboxes, and the next one reuses one of them", async () => {
  await account.create(
    "crowd",
    `${IMPORTS}
    const id = Math.random();
    let calls = 0;
    export const handler = async ({ gate }) => { calls += 1; if (gate) await fetch(gate); return { id, calls }; };`,
  );
  const gate = await openGate();
  const asked = [1, 2, 3, 4].map(() => account.invoke("crowd", { gate: gate.url }));
  await gate.reached(4);
  gate.close();
  const answers = await Promise.all(asked);
  const ids = answers.map(({ value }) => value.id);
  expect(new Set(ids).size).toBe(4);
  const fifth = await account.invoke("crowd");
  expect(ids).toContain(fifth.value.id);
  expect(fifth.value.calls).toBe(2);
});

test("all that is written during an invocation lies between its START and its END, in order", async () => {
  await account.create(
    "writer",
    `${IMPORTS}
    export const handler = async ({ name }) => {
      for (let line = 0; line < 500; line += 1) {
        process.stdout.write(name + " " + line + " é".repeat(40) + "\\n");
      }
      const child = spawn("/bin/sh", ["-c", "echo " + name + " child"], { stdio: "inherit" });
      await new Promise((resolve) => child.on("exit", resolve));
      fs.writeFileSync("/dev/stdout", name + " by its path\\n");
      process.stdout.write(name + " without an end");
    };`,
  );
  const names = ["a", "b", "c", "d", "e", "f"];
  await Promise.all(names.slice(0, 2).map((name) => account.invoke("writer", { name })));
  for (const name of names.slice(2)) await account.invoke("writer", { name });
  const blocks = account.logs("writer").flatMap((log) => log.split(/^START .*\n/m).slice(1));
  expect(blocks).toHaveLength(names.length);
  for (const block of blocks) {
    const lines = block.slice(0, block.indexOf("END RequestId")).split("\n");
    const name = lines[0]?.[0];
    const ends = ["child", "by its path", "without an end"].map((end) => `${name} ${end}`);
    const numbered = Array.from({ length: 500 }, (_, line) => `${name} ${line}${" é".repeat(40)}`);
    expect(lines).toEqual([...numbered, ...ends, ""]);
  }
});
