import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Cloud, copyApp, deploy, FIXTURES, get, openCloud, succeeded } from "./harness.ts";

let cloud: Cloud;
let cutting: Server;
let cuts = 0;
beforeAll(async () => {
  cloud = await openCloud();
  cutting = await cutter(cloud.aws.endpoint, () => {
    cuts += 1;
  });
}, 60_000);
afterAll(async () => {
  cutting?.close();
  await cloud?.close();
});

const app = copyApp(join(FIXTURES, "probe"));
const options = { app, stage: "live", inputs: { app: "probe" } };

describe("a release command whose connection is cut while it runs", () => {
  test("is not run a second time, and the job says that its end is not known", async () => {
    const { outputs } = succeeded(await deploy(cloud, options));
    writeFileSync(join(app, "version.txt"), "two\n");
    const { port } = cutting.address() as AddressInfo;
    const { status, log } = await deploy(cloud, {
      ...options,
      inputs: {
        ...options.inputs,
        "release-command": "echo migrating; ruby -e 'sleep 1'; echo migrated",
      },
      env: { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` },
    });
    expect(cuts).toBe(1);
    expect(status).toBe(1);
    expect(log.match(/^error: .*/gm)).toEqual([expect.stringContaining("`release-command`")]);
    const error = log.slice(log.indexOf("error: "));
    expect(error).toContain("not run again");
    expect(error).toContain("`/aws/lambda/probe-live`");
    expect(error).not.toContain("Unexpected");
    // It goes on in Lambda, to its end.
    const written = () => readFileSync(join(cloud.state, "logs/probe-live.log"), "utf8");
    for (let i = 0; i < 100 && !written().includes("migrated"); i += 1) await sleep(100);
    expect(written().match(/Rack: (migrating|migrated)/g)).toEqual([
      "Rack: migrating",
      "Rack: migrated",
    ]);
    expect((await get(cloud, `${outputs.url}/version`)).body).toContain("one");
  }, 180_000);
});

/** Hands everything on, but resets the connection of a `run` half a second after it was asked for. */
async function cutter(endpoint: string, onCut: () => void): Promise<Server> {
  const target = new URL(endpoint);
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    client.on("data", (bytes: Buffer) => {
      upstream.write(bytes);
      if (!bytes.includes('"message":"run"')) return;
      void sleep(500).then(() => {
        onCut();
        client.resetAndDestroy();
      });
    });
    client.on("close", () => upstream.end());
    client.on("error", () => {});
    upstream.on("error", () => client.destroy());
    upstream.pipe(client);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}
