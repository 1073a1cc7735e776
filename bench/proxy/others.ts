import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { BUNDLER } from "./small-app.ts";
import { Worker } from "./worker.ts";

/** Other ways from an event to the same app. */
export interface Others {
  readonly ways: Readonly<Record<string, Worker>>;
  close(): Promise<void>;
}

/** Starts the way of 2018, with a Puma on TCP of its own, and lamby, which calls the app in its own process. */
export async function startOthers(folder: string, event: object): Promise<Others> {
  const port = await freePort();
  const file = join(folder, "event.json");
  // Lamby's REST API takes single values.
  writeFileSync(file, JSON.stringify(withSingleValues(event)));
  const env = { PATH: process.env.PATH ?? "", ...BUNDLER, EVENT_FILE: file };
  const here = (name: string) => join(import.meta.dirname, name);
  const puma = spawn(
    "bundle",
    ["exec", "puma", "-e", "production", "-b", `tcp://127.0.0.1:${port}`, here("config.ru")],
    { env, stdio: "ignore" },
  );
  const worker = (...args: string[]) =>
    new Worker(["bundle", "exec", "ruby", here("other-ways.rb"), ...args], env);
  const ways = { "2018": worker("2018", String(port)), lamby: worker("lamby") };
  while (!(await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined))) await setTimeout(50);
  return {
    ways,
    async close() {
      await Promise.all(Object.values(ways).map((way) => way.stop()));
      puma.kill();
      await once(puma, "exit");
    },
  };
}

function withSingleValues(event: { multiValueHeaders?: Record<string, readonly string[]> }) {
  const entries = Object.entries(event.multiValueHeaders ?? {});
  const headers = Object.fromEntries(entries.map(([name, [value]]) => [name, value]));
  return { ...event, headers, queryStringParameters: null };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
