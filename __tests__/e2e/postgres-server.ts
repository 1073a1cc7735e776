import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../free-port.ts";

/** A server of the distribution's PostgreSQL on 127.0.0.1. */
export interface Postgres {
  readonly port: number;
  /** The user and the database `shop`. */
  readonly url: string;
  stop(): Promise<void>;
}

const VERSIONS = "/usr/lib/postgresql";

// It refuses to run as root. `nobody` on Debian.
const AS = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Makes a database server in a folder of its own, with TLS and a password, and waits until it answers. */
export async function startPostgres(password: string): Promise<Postgres> {
  const version = readdirSync(VERSIONS).sort().at(-1) ?? "";
  const bin = (name: string) => join(VERSIONS, version, "bin", name);
  const dir = mkdtempSync(join(tmpdir(), "megamode-postgres-"));
  const [data, secret] = [join(dir, "data"), join(dir, "password")];
  writeFileSync(secret, password);
  for (const path of [dir, secret]) if (AS.uid !== undefined) chownSync(path, AS.uid, AS.gid);
  const run = (file: string, ...args: string[]) =>
    execFileSync(file, args, { ...AS, cwd: dir, stdio: ["ignore", "pipe", "pipe"] });
  run(
    bin("initdb"),
    ...["--pgdata", data, "--username", "shop", "--pwfile", secret, "--no-sync"],
    ...["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8"],
  );
  run(
    "openssl",
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"],
    ...["-keyout", join(data, "server.key"), "-out", join(data, "server.crt")],
  );
  const port = await freePort();
  const server = spawn(
    bin("postgres"),
    [
      ...["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", dir],
      ...["-c", "ssl=on", "-c", "fsync=off"],
    ],
    { ...AS, cwd: dir, stdio: ["ignore", "ignore", "pipe"] },
  );
  const url = `postgres://shop:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  await answering(server, () => run(bin("psql"), "-c", "CREATE DATABASE shop", `${url}/postgres`));
  return {
    port,
    url: `${url}/shop`,
    async stop() {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGINT"); // Ends it without waiting for its clients.
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function answering(server: ChildProcess, ask: () => unknown): Promise<void> {
  let said = "";
  server.stderr?.on("data", (text: Buffer) => {
    said += text;
  });
  while (server.exitCode === null) {
    try {
      ask();
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error(`PostgreSQL did not start: ${said}`);
}
