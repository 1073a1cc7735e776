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

const functionLog = () => readFileSync(join(cloud.state, "logs/probe-live.log"), "utf8");

/** What the command wrote to the function's log. */
const written = (): readonly string[] =>
  functionLog().match(/(?<=Rack: |"source":"Rack","message":")migrat(ing|ed) \w+/g) ?? [];

/** Releases a new version, through a connection that may be cut while its release command runs. */
async function release(version: string, gate?: Gate, endpoint = cloud.aws.endpoint) {
  writeFileSync(join(app, "version.txt"), `${version}\n`);
  const wait = gate ? `ruby -rnet/http -e 'Net::HTTP.get(URI("${gate.url}"))';` : "";
  return deploy(cloud, {
    app,
    stage: "live",
    inputs: {
      app: "probe",
      ...CHEAP,
      "release-command": `echo migrating ${version}; ${wait} echo migrated ${version}`,
      "prewarm-rate": "off",
      "log-format": version === "one" ? "text" : "json",
      "log-events": "true",
      environment: "MEGAMODE_METRICS=Shop",
    },
    env: { AWS_ENDPOINT_URL: endpoint },
  });
}

describe("a release command whose connection is cut", () => {
  test("while it runs is run once, and its end and output are learned all the same", async () => {
    const gate = await openGate();
    const cutting = await cutter(cloud.aws.endpoint, gate);
    const { log } = succeeded(await release("two", gate, cutting.endpoint));
    cutting.close();
    gate.close();
    expect(cutting.cuts()).toBe(1);
    expect(log).toMatch(/^ *migrating two\n *migrated two$/m);
    expect(written().filter((line) => line.endsWith("two"))).toEqual([
      "migrating two",
      "migrated two",
    ]);
    expect((await get(cloud, `${url}/version`)).body).toContain("two");
  });

  test("leaves nothing in the bucket", async () => {
    const { endpoint, region, accessKeyId, secretAccessKey } = cloud.aws;
    const credentials = { accessKeyId, secretAccessKey };
    const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({
        Bucket: `megamode-123456789012-${region}-an`,
        Prefix: "probe/live/runs/",
      }),
    );
    expect(Contents).toEqual([]);
  });
});

describe("the function's log", () => {
  test("is text, and from the release on that asks for it JSON in each line", async () => {
    const before = functionLog();
    expect(before).toMatch(/^START RequestId: /m);
    expect(before).toMatch(/^Rack: migrating one$/m);
    // Two at once: one of them starts a sandbox.
    const gate = await openGate();
    const asked = [1, 2].map(() => get(cloud, `${url}/wait?at=${gate.url}&token=s3cr3t`));
    await gate.reached(2);
    gate.close();
    await Promise.all(asked);
    const log = functionLog();
    const lines = log.slice(log.search(/^\{/m)).trimEnd().split("\n");
    const records = lines.map((line) => JSON.parse(line));
    const started = records.filter(({ type }) => type === "platform.start");
    const ids = started.map(({ record }) => record.requestId);
    const ours = records.filter(({ source }) => source !== undefined);
    for (const { timestamp, level, requestId, source, message } of ours) {
      expect([timestamp, level, source, message].map((field) => typeof field)).toEqual(
        Array(4).fill("string"),
      );
      if (requestId !== undefined) expect(ids).toContain(requestId);
    }
    const ofRun = ours.find(({ message }) => message === "migrating two");
    expect(ofRun).toMatchObject({ level: "INFO", source: "Rack", requestId: ids[0] });
    const ending = ours.filter(({ message }) => /^Completed .*cold\)$/.test(message));
    expect(ending).toHaveLength(1);
    const events = ours.filter(({ message }) => message.startsWith("Event: "));
    expect(events.map(({ requestId }) => requestId)).toContain(ending[0].requestId);
    expect(log).not.toContain("s3cr3t");
    const metrics = records.filter((record) => "_aws" in record);
    expect(metrics).toMatchObject([
      { App: "probe", Stage: "live", ColdStart: 1, requestId: ending[0].requestId },
    ]);
  });
});

/** Hands everything on, but resets the connection of the first `run`, whose command then goes on. */
async function cutter(endpoint: string, gate: Gate) {
  let cuts = 0;
  const target = new URL(endpoint);
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    client.on("data", (bytes: Buffer) => {
      upstream.write(bytes);
      if (cuts > 0 || !bytes.includes('"message":"run"')) return;
      cuts += 1;
      void gate.reached(1).then(() => {
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
  return { endpoint: `http://127.0.0.1:${port}`, cuts: () => cuts, close: () => server.close() };
}
