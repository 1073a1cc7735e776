import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Gate, openGate } from "../gate.ts";
import {
  CHEAP,
  type Cloud,
  copyApp,
  deploy,
  FIXTURES,
  get,
  openCloud,
  succeeded,
} from "./harness.ts";

let cloud: Cloud;
let url = "";
let app: string;
beforeAll(async () => {
  cloud = await openCloud();
  app = copyApp(join(FIXTURES, "probe"));
  url = succeeded(await release("one")).outputs.url ?? "";
});
afterAll(() => cloud?.close());

/** What the command wrote to the function's log. */
const written = (): readonly string[] =>
  readFileSync(join(cloud.state, "logs/probe-live.log"), "utf8").match(
    /(?<=Rack: )migrat(ing|ed) \w+/g,
  ) ?? [];

/** Releases a new version; where the connection is cut while its release command runs, that ends later. */
async function release(version: string, more: { ends?: string; cut?: Cut } = {}) {
  writeFileSync(join(app, "version.txt"), `${version}\n`);
  const { ends = "", cut } = more;
  const gate = await openGate();
  const wait = cut?.arrives ? `ruby -rnet/http -e 'Net::HTTP.get(URI("${gate.url}"))';` : "";
  const command = `echo migrating ${version}; ${wait} echo migrated ${version}${ends}`;
  const cutting = cut && (await cutter(cloud.aws.endpoint, cut, gate));
  try {
    return await deploy(cloud, {
      app,
      stage: "live",
      inputs: { app: "probe", ...CHEAP, "release-command": command, "prewarm-rate": "off" },
      env: cutting ? { AWS_ENDPOINT_URL: cutting.endpoint } : {},
    });
  } finally {
    cutting?.close();
    gate.close();
  }
}

describe("a release command whose connection is cut", () => {
  test("while it runs is run once, and its end and output are learned all the same", async () => {
    const cut: Cut = { times: 1, arrives: true, done: 0 };
    const { log } = succeeded(await release("two", { cut }));
    expect(cut.done).toBe(1);
    expect(log).toMatch(/^ *migrating two\n *migrated two$/m);
    expect(written().filter((line) => line.endsWith("two"))).toEqual([
      "migrating two",
      "migrated two",
    ]);
    expect((await get(cloud, `${url}/version`)).body).toContain("two");
  });

  test("while it runs, and which fails, fails the deploy", async () => {
    const cut: Cut = { times: 1, arrives: true, done: 0 };
    const { status, log } = await release("three", { ends: "; exit 3", cut });
    expect([status, cut.done]).toEqual([1, 1]);
    const error = log.slice(log.indexOf("error: "));
    expect(error).toContain("ended with exit status 3");
    expect(error).toContain("migrated three");
    expect((await get(cloud, `${url}/version`)).body).toContain("two");
  });

  test("before Lambda was asked is run all the same, and once", async () => {
    const cut: Cut = { times: 2, arrives: false, done: 0 };
    succeeded(await release("four", { cut }));
    expect(cut.done).toBe(2);
    expect(written().filter((line) => line.endsWith("four"))).toEqual([
      "migrating four",
      "migrated four",
    ]);
  });

  test("leaves nothing in the bucket but the claims by which runs were given up", async () => {
    const { endpoint, region, accessKeyId, secretAccessKey } = cloud.aws;
    const credentials = { accessKeyId, secretAccessKey };
    const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({
        Bucket: `megamode-123456789012-${region}`,
        Prefix: "probe/live/runs/",
      }),
    );
    expect(Contents.map(({ Key }) => Key?.split("/").at(-1))).toEqual(["claim", "claim"]);
  });
});

interface Cut {
  readonly times: number;
  /** Whether Lambda gets to see the invocation: then the connection is cut while the command runs. */
  readonly arrives: boolean;
  done: number;
}

/** Hands everything on, but resets the connection of a `run`, whose command then goes on. */
async function cutter(endpoint: string, cut: Cut, gate: Gate) {
  const target = new URL(endpoint);
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    client.on("data", (bytes: Buffer) => {
      const cuts = bytes.includes('"message":"run"') && cut.done < cut.times;
      if (!cuts || cut.arrives) upstream.write(bytes);
      if (!cuts) return;
      cut.done += 1;
      void (cut.arrives ? gate.reached(1) : Promise.resolve()).then(() => {
        client.resetAndDestroy();
        gate.open();
      });
    });
    client.on("close", () => upstream.end());
    client.on("error", () => {});
    upstream.on("error", () => client.destroy());
    upstream.pipe(client);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => server.close() };
}
