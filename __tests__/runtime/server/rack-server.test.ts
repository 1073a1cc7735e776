import { once } from "node:events";
import fs from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { RackServer } from "../../../runtime/src/server/rack-server.ts";
import { freePort } from "../../free-port.ts";
import { until } from "../../until.ts";
import { Collected } from "../logs/collected.ts";
import { groupOf, runs } from "./processes.ts";

let folder: string;
let place: { runDir: string; socket: string; home: string };
let output: Collected;
let started: RackServer[];
let listener: Server;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "mm-server-"));
  place = { runDir: `${folder}/run`, socket: `${folder}/run/socket`, home: `${folder}/home` };
  output = new Collected();
  started = [];
  listener = createServer((socket) => socket.destroy());
});
afterEach(async () => {
  listener.close();
  for (const server of started) if (server.alive) process.kill(pidNow(), "SIGKILL");
  await Promise.all(started.map((server) => server.ended));
  fs.rmSync(folder, { recursive: true });
});

const pidNow = () => Number(fs.readFileSync(`${place.runDir}/server.pid`, "latin1").split(" ")[0]);

/** A shell script in place of a rack server; the test itself listens on the socket. */
function start(script: string, cwd = folder): RackServer {
  return serve(["/bin/sh", "-c", script], cwd);
}

/** A shell script that waits as the interpreter does: `$word` is what it was told. */
function startWaiting(script: string, cwd = folder): RackServer {
  // One each: a file that a process still reads cannot be written.
  const file = `${folder}/ruby-${started.length}`;
  fs.writeFileSync(file, `#!/bin/sh\necho waits\nread -r word <&3 || exit 9\n${script}`, {
    mode: 0o755,
  });
  return serve([file, "puma"], cwd, true);
}

function serve(argv: readonly string[], cwd: string, waits = false, port?: number): RackServer {
  const command = {
    ...(port && { port }),
    argv,
    cwd,
    env: { RAILS_ENV: "production" },
    defaults: { LANG: "C" },
  };
  const environment = {
    PATH: process.env.PATH!,
    LANG: "de",
    AWS_LAMBDA_RUNTIME_API: "x",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
  };
  const server = new RackServer({ command, label: "Rails", place, environment, output, waits });
  started.push(server);
  return server;
}
const listen = () => new Promise<void>((done) => listener.listen(place.socket, done));
const SLEEP = "exec sleep 600";

describe("a start", () => {
  test("is ready when the socket accepts connections", async () => {
    const server = start(SLEEP);
    expect(server.alive).toBe(true);
    await listen();
    expect(await server.ready).toBeGreaterThan(0);
  });

  test("makes a folder for the socket that is for us alone, and a home", () => {
    start(SLEEP);
    expect(fs.statSync(place.runDir).mode & 0o777).toBe(0o700);
    expect(fs.statSync(place.home).mode & 0o777).toBe(0o700);
  });

  test("leads a process group of its own", () => {
    start(SLEEP);
    expect(groupOf(pidNow())).toBe(pidNow());
  });

  test("removes the socket and ends the server that an earlier runtime left", async () => {
    const earlier = start(SLEEP);
    const pid = pidNow();
    fs.writeFileSync(place.socket, "");
    start(SLEEP);
    expect(fs.existsSync(place.socket)).toBe(false);
    expect(await earlier.ended).toMatch(/SIGKILL/);
    expect(pidNow()).not.toBe(pid);
  });

  test("gives the server its environment: the command's over the function's over the defaults", async () => {
    const server = start('echo "$RAILS_ENV $LANG $HOME $AWS_LAMBDA_RUNTIME_API"');
    await server.ended;
    expect(output.text).toBe(`Rails: production de ${place.home} \n`);
  });

  test("has its own secret, which the server knows", async () => {
    const server = start("echo $MEGAMODE_PROXY_SECRET");
    await server.ended;
    expect(output.text).toBe(`Rails: ${server.secret}\n`);
    expect(start(SLEEP).secret).not.toBe(server.secret);
  });
});

describe("a port that another program has", () => {
  let port: number;
  let taken: string;
  beforeEach(async () => {
    port = await freePort();
    await new Promise<void>((done) => listener.listen(port, "127.0.0.1", done));
    const name = fs.readFileSync("/proc/self/comm", "latin1").trimEnd();
    taken = `port ${port} is taken by another program (pid ${process.pid}, ${name})`;
  });
  const startOnPort = (script: string) => serve(["/bin/sh", "-c", script], folder, false, port);

  test("makes no server ready, until that program has gone and the server itself listens", async () => {
    const file = join(folder, "listen.cjs");
    const program = `
      const server = require("net").createServer();
      server.on("error", () => setTimeout(listen, 5));
      const listen = () => server.listen(${port}, "127.0.0.1");
      listen();
    `;
    fs.writeFileSync(file, program);
    const asked = once(listener, "connection");
    const server = startOnPort(`exec "${process.execPath}" "${file}"`);
    let isReady = false;
    void server.ready.then(() => {
      isReady = true;
    });
    await asked;
    // It is asked again, because the first connection was not the server's.
    await Promise.race([once(listener, "connection"), server.ready]);
    expect(isReady).toBe(false);
    expect(server.elsewhere()).toBe(`cannot listen: ${taken}`);
    listener.close();
    await server.ready;
    expect(server.elsewhere()).toBeUndefined();
  });

  test("is named where the server ends", async () => {
    const server = startOnPort("echo address in use; exit 1");
    await expect(server.ready).rejects.toThrow(
      `the rack server exited with status 1 before it listened: ${taken}. Its last lines:\naddress in use`,
    );
  });
});

describe("an interpreter that waits", () => {
  test("goes on when it is told, once, and its time begins there", async () => {
    const server = startWaiting(`echo told; ${SLEEP}`);
    await until(() => output.text.includes("waits"));
    const before = performance.now();
    server.proceed();
    server.proceed();
    await until(() => output.text.includes("told"));
    await listen();
    expect(await server.ready).toBeLessThanOrEqual(performance.now() - before);
  });

  test("is in the folder of an app that is still to come", async () => {
    const server = startWaiting("pwd; cat $PWD/late", `${folder}/app`);
    await until(() => output.text.includes("waits"));
    fs.writeFileSync(`${folder}/app/late`, "late\n");
    server.proceed();
    await server.ended;
    expect(output.text).toBe(`Rails: waits\nRails: ${folder}/app\nRails: late\n`);
  });

  test("that has ended is a start that failed, whether it is told or not", async () => {
    const server = startWaiting("");
    await until(() => output.text.includes("waits"));
    process.kill(pidNow(), "SIGKILL");
    await expect(server.ready).rejects.toThrow(/SIGKILL.* before it listened/);
    expect(server.alive).toBe(false);
    server.proceed();
    await new Promise(setImmediate);
  });

  test("ends with a stop, and is ended by the runtime that follows", async () => {
    const first = startWaiting("");
    await first.stop();
    expect(await first.ended).toMatch(/SIGKILL/);
    const left = startWaiting("");
    startWaiting("");
    expect(await left.ended).toMatch(/SIGKILL/);
  });

  test("has no such pipe if it need not wait, and telling it does nothing", async () => {
    const server = start("read -r word <&3 || echo none");
    server.proceed();
    await server.ended;
    expect(output.text).toMatch(/Rails: none\n$/);
  });
});

describe("a server that ends before it listens", () => {
  test("fails with its status and last lines, in the order of both outputs", async () => {
    const server = start("echo loading; echo boom >&2; printf 'half a line'; exit 7");
    await expect(server.ready).rejects.toMatchObject({
      name: "ServerError",
      message:
        "the rack server exited with status 7 before it listened. Its last lines:\nloading\nboom\nhalf a line",
    });
    expect(server.alive).toBe(false);
    expect(await server.ended).toBe("exited with status 7");
  });

  test("does not wait for a child of its own that holds the output open", async () => {
    const server = start("sleep 600 & echo $!");
    expect(await server.ended).toBe("exited with status 0");
    process.kill(Number(/\d+/.exec(output.text)![0]), "SIGKILL");
  });

  test("may be one that could not be started at all", async () => {
    const server = start(SLEEP, `${folder}/none`);
    await server.stop();
    await expect(server.ready).rejects.toThrow(/could not be started: .*ENOENT/);
    expect(server.alive).toBe(false);
  });
});

describe("a server that is given up", () => {
  const LOOP = "echo up; while :; do sleep 0.01; done";
  const up = () => until(() => output.text.includes("up"));

  test("gets no signal that it does not handle: it ends by SIGTERM", async () => {
    const server = start(`trap 'echo bye; exit 0' TERM; ${LOOP}`);
    await up();
    await server.giveUp();
    expect(await server.ended).toBe("exited with status 0");
    expect(output.text).toMatch(/^megamode: There are no backtraces: [\s\S]*\nRails: bye\n$/m);
  });

  test("writes its backtraces first", async () => {
    const told = "echo 'a.rb:1'; echo \"End of the backtraces of process $$\"";
    const server = start(`trap "${told.replaceAll('"', '\\"')}" PWR; trap 'exit 0' TERM; ${LOOP}`);
    await up();
    await server.giveUp();
    expect(output.text).toMatch(
      /^Rails: up\nRails: a\.rb:1\nRails: End of the backtraces of process \d+\n/,
    );
  });

  test("writes its backtraces also where much follows them, as from another process", async () => {
    const told = 'echo "End of the backtraces of process $$"; seq 500';
    const server = start(`trap '${told}' PWR; trap 'exit 0' TERM; ${LOOP}`);
    await up();
    await server.giveUp();
    expect(output.text).not.toContain("gave no backtraces");
  });

  test("is ended where it writes none, and does not end by itself", async () => {
    const server = start(`trap ':' PWR; trap '' TERM; ${LOOP}`);
    await up();
    await server.giveUp();
    expect(await server.ended).toBe("was killed (SIGKILL)");
    expect(output.text).toMatch(/megamode: The process \d+ gave no backtraces: /);
  });

  test("may have ended already", async () => {
    const server = start("exit 0");
    await server.ended;
    await server.giveUp();
    expect(output.text).toBe("");
  });
});

describe("what is known of a server that has ended", () => {
  test("is for how long it ran, and its memory with that of its children", async () => {
    const server = start("sleep 600 & echo up; wait");
    await until(() => output.text.includes("up"));
    const bytes = server.vitals.measure();
    expect(bytes).toBeGreaterThan(100_000);
    await server.stop();
    expect(server.vitals.measure()).toBe(bytes);
    const megabytes = Math.round(bytes / (1024 * 1024));
    expect(`${server.vitals}`).toMatch(
      new RegExp(`^It ran for \\d+\\.\\d s, and had ${megabytes} MB of the function's 512 MB\\.$`),
    );
  });

  test("is no memory where nobody has looked", async () => {
    const server = start("exit 0");
    await server.ended;
    expect(`${server.vitals}`).toMatch(/^It ran for \d+\.\d s\.$/);
  });
});

describe("a stop", () => {
  test("without time kills the server and its children", async () => {
    const server = start("sleep 600 & echo $!; wait");
    await until(() => /\d+/.test(output.text));
    const child = Number(/\d+/.exec(output.text)![0]);
    const stopped = server.stop();
    expect(server.alive).toBe(false);
    await stopped;
    expect(await server.ended).toMatch(/SIGKILL/);
    await until(() => !runs(child));
  });

  test("with time lets the server end by itself", async () => {
    const server = start("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.01; done");
    await until(() => output.text.includes("up"));
    await server.stop(60_000);
    expect(await server.ended).toBe("exited with status 0");
    expect(output.text).toContain("Rails: bye\n");
  });

  test("with time kills a server that does not end", async () => {
    const server = start("trap '' TERM; echo up; while :; do sleep 0.01; done");
    await until(() => output.text.includes("up"));
    await server.stop(1);
    expect(await server.ended).toMatch(/SIGKILL/);
  });

  test("of a server that has ended does nothing", async () => {
    const server = start("exit 0");
    await server.ended;
    await server.stop(60_000);
    expect(await server.ended).toBe("exited with status 0");
  });
});
