import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Certificate, openCertificate } from "../../local/gateway/ports/certificate.ts";
import { openGate } from "../gate.ts";
import {
  askJson,
  type Cloud,
  copyApp,
  type Deployed,
  deploy,
  FILE_SYSTEM,
  FIXTURES,
  get,
  openCloud,
  succeeded,
} from "./harness.ts";
import { openSandbox } from "./own-sandbox.ts";
import { asSeen, documented, TELLING, toldByPreflight, type World } from "./worlds.ts";

// The probe app answers what a sandbox looks like from inside: __tests__/fixtures/apps/probe.
let cloud: Cloud;
let deployed: Deployed;
/** One that no machine knows. */
let authority: Certificate;
const app = copyApp(join(FIXTURES, "probe"));
const efs = "/mnt/data";

beforeAll(async () => {
  cloud = await openCloud();
  // Before the app boots: OpenSSL reads the file once.
  const shared = join(cloud.state, "efs", "fsap-0000000000000000a");
  mkdirSync(shared, { recursive: true });
  authority = await openCertificate(mkdtempSync(join(tmpdir(), "megamode-ca-")));
  cpSync(authority.caFile, join(shared, "ca.pem"));
  mkdirSync(join(app, "config"));
  writeFileSync(join(app, "config/puma.rb"), "persistent_timeout 1\n");
  const rackup = join(app, "config.ru");
  writeFileSync(rackup, TELLING + readFileSync(rackup, "utf8"));
  deployed = succeeded(
    await deploy(cloud, {
      app,
      stage: "dev",
      inputs: {
        app: "probe",
        environment: [
          `SSL_CERT_FILE=${efs}/ca.pem`,
          "GREETING=hello",
          "MEGAMODE_EVENTS_PATH=/event",
          "MEGAMODE_REPORT_BATCH_ITEM_FAILURES=true",
          "MEGAMODE_ERROR_STATUS_CODES=500,503",
          "NODE_ENV=qa",
          "SHOP_DATABASE_URL=postgres://u:p@db.example/shop",
        ].join("\n"),
        "build-command": "ruby world.rb >world-in-build.json",
        "function-configuration": JSON.stringify(FILE_SYSTEM),
      },
      // Of a job that does not do as Lambda does.
      env: { CI: "yes", TZ: "Asia/Tokyo", LANG: "C", RACK_ENV: "test", RAILS_ENV: "test" },
    }),
  );
});
afterAll(() => cloud?.close());

const ask = (path: string) => askJson(cloud, `${deployed.outputs.url}${path}`);

test("what the app sees in the build, in the preflight and in Lambda is what the documentation says", async () => {
  const [build, lambda] = (await ask("/world")) as [World, World];
  const preflight = toldByPreflight(deployed.log);
  expect(asSeen(build, preflight, lambda)).toEqual(documented());
  // No variable is missing by which an app could fail in one of the two alone, but for the role's.
  const without = (names: readonly string[], others: readonly string[]) =>
    names.filter((name) => !others.includes(name) && !/^AWS_(ACCESS|SECRET|SESSION)_/.test(name));
  expect(without(lambda.names, preflight.names)).toEqual([
    "AWS_ENDPOINT_URL", // The embedded AWS's.
    "MEGAMODE_BUCKET",
    "MEGAMODE_REQUEST_TIMEOUT",
  ]);
  expect(without(preflight.names, lambda.names)).toEqual([
    "AWS_EC2_METADATA_DISABLED",
    "MEGAMODE_PREFLIGHT",
  ]);
  const ofApp = [
    "MEGAMODE_APP",
    "MEGAMODE_STAGE",
    "RACK_ENV",
    "RAILS_ENV",
    "SECRET_KEY_BASE",
    "TZ",
  ];
  expect(without(ofApp, build.names)).toEqual([]);
});

test("a path that begins with another host leads nowhere but below the stage", async () => {
  const { status, body } = await get(cloud, `${deployed.outputs.url}//evil.example//x`);
  expect([status, body]).toEqual([404, "no /evil.example//x under /dev"]);
});

describe("in the sandbox", () => {
  test("the app runs on what was carried: nothing of the host's Ruby is there to run on", async () => {
    const facts = await ask("/facts");
    expect(facts.present).toEqual([]);
    expect(facts.root_writable).toBe(false);
    expect(facts.tmp_writable).toBe(true);
    expect(facts.uid).not.toBe(0);
    expect(facts.script_name).toBe("/dev");
  });

  test("no file outside the root and the function's mounts is mapped into the rack server", async () => {
    const { maps } = await ask("/facts");
    const outside = maps.filter(
      (file: string) =>
        file.startsWith("/") && !file.startsWith("/tmp/mm/") && !file.startsWith(`${efs}/`),
    );
    expect(maps).toContain("/tmp/mm/bin/ruby");
    expect(outside).toEqual([]);
  });

  test("Ruby knows UTF-8 and America/New_York", async () => {
    const facts = await ask("/facts");
    expect(facts.encoding).toBe("UTF-8");
    expect(facts.new_york).toBe(8);
    expect(facts.tz).toBe(8);
  });

  test("a gem that replaces a default gem is the one that is loaded", async () => {
    const { json } = await ask("/facts");
    expect(json[0]).toMatch(/^3\./);
    expect(json[1]).toMatch(/^\/tmp\/mm\/gems\//);
  });

  test("the app's process does not see what belongs to the proxy", async () => {
    const { env, names, world } = await ask("/facts");
    expect(env).toEqual({ HOME: "/tmp/mm/home", MEGAMODE_STAGE: "dev" });
    const foreign =
      /^(AWS_LAMBDA_RUNTIME_API|_HANDLER|_LAMBDA_.*|LAMBDA_.*|LD_.*|NODE_(?!ENV$).*)$/;
    expect(names.filter((name: string) => foreign.test(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(["AWS_REGION", "AWS_SESSION_TOKEN", "NODE_ENV"]));
    expect(world).toEqual({
      cwd: "/tmp/mm/app",
      umask: 0o22,
      blocked: 0,
      ignored: [],
      sockets: [],
    });
  });

  test("a sandbox that ends lets the app's at_exit run, and its line is in the log", async () => {
    const name = deployed.outputs["function-name"]!;
    const own = await openSandbox(cloud, name, {});
    await own.askJson("/facts");
    await openSandbox(cloud, name, {}); // Ends it.
    expect(logStreams().join("")).toMatch(/^Rack: (\[after \w+\] )?at_exit of the probe$/m);
  });

  test("the app speaks TLS to a server whose CA the user gave", async () => {
    const server = createServer(authority, (_request, response) => response.end("over TLS"));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const url = encodeURIComponent(`https://localhost:${port}/`);
    expect(await ask(`/tls?url=${url}`)).toBe("over TLS");
    server.closeAllConnections();
    server.close();
  });

  test("a frozen sandbox does not tick, and answers after a long freeze", async () => {
    await ask("/up");
    const frozen = Date.now();
    // Longer than the proxy trusts its connection to Puma (5 s), and than Puma keeps it in this app.
    await setTimeout(6_000);
    const thawed = Date.now();
    const ticks = await ask("/ticks");
    expect(ticks.length).toBeGreaterThan(0);
    expect(ticks.filter((tick: number) => tick > frozen && tick < thawed)).toEqual([]);
  });

  test("nor is a request lost where Puma has closed the connection that the proxy kept", async () => {
    await ask("/up");
    await setTimeout(2_000);
    await ask("/up");
  });

  test("500 requests of 4 clients: every line between START and END of its own request, in order", async () => {
    const total = 500;
    let next = 0;
    const gate = await openGate();
    const client = async () => {
      // The first of each client waits for the others: there are four sandboxes.
      for (let id = next++; id < total; id = next++) {
        const at = id < 4 ? `&at=${gate.url}` : "";
        expect(await ask(`/lines?id=r${id}&count=6${at}`)).toBe(`r${id}`);
      }
    };
    const clients = Promise.all([client(), client(), client(), client()]);
    await gate.reached(4);
    gate.close();
    await clients;

    const seen = new Map<string, string[]>();
    let sandboxes = 0;
    for (const stream of logStreams()) {
      let current: string | undefined;
      const invocations = new Map<string, Set<string>>();
      for (const line of stream.split("\n")) {
        const start = /^START RequestId: (\S+)/.exec(line);
        const end = /^END RequestId: (\S+)/.exec(line);
        const mine = /^Rack: line (\S+) (\d+)$/.exec(line);
        if (start) current = start[1];
        if (end) current = undefined;
        if (!mine?.[1] || !mine[2]) continue;
        expect(current).toBeDefined();
        seen.set(mine[1], [...(seen.get(mine[1]) ?? []), mine[2]]);
        const owner = invocations.get(current as string) ?? new Set();
        invocations.set(current as string, owner.add(mine[1]));
      }
      for (const ids of invocations.values()) expect(ids.size).toBe(1);
      if (invocations.size > 0) sandboxes += 1;
    }
    expect(seen.size).toBe(total);
    for (const numbers of seen.values()) expect(numbers).toEqual(["0", "1", "2", "3", "4", "5"]);
    expect(sandboxes).toBe(4);
  });
});

describe("by direct invoke", () => {
  const s3 = () => {
    const { endpoint, region, accessKeyId, secretAccessKey } = cloud.aws;
    const credentials = { accessKeyId, secretAccessKey };
    return new S3Client({
      ...{ endpoint, region, credentials, forcePathStyle: true },
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
  };
  const object = (name: string) => ({
    Bucket: `megamode-123456789012-${cloud.aws.region}-an`,
    Key: `probe/dev/runs/e2e/${name}`,
  });
  const invoke = async (payload: unknown) => {
    const { endpoint, region, accessKeyId, secretAccessKey } = cloud.aws;
    const lambda = new LambdaClient({
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
    });
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({
        FunctionName: deployed.outputs["function-name"],
        Qualifier: "live",
        Payload: JSON.stringify(payload),
      }),
    );
    const answer = JSON.parse(Payload!.transformToString());
    return FunctionError ? { failed: answer.errorMessage } : answer;
  };
  const record = (messageId: string, body: string) => ({
    messageId,
    body,
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-west-1:123456789012:orders",
  });

  test("an event reaches the app, and what the app answers is the result", async () => {
    const event = { hello: "world" };
    expect(await invoke(event)).toEqual({
      ...{ event, source: "invoke", host: "localhost" },
      script_name: "/dev",
    });
    expect(await invoke({ Records: [record("m1", "bad")] })).toEqual({
      failed: expect.stringMatching(/^the app answered 500 to POST \/event \(aws:sqs\)/),
    });
    const Records = [record("m1", "one"), record("m2", "bad"), record("m3", "three")];
    expect(await invoke({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: "m2" }] });
    expect(
      logStreams()
        .join("\n")
        .match(/Rack: took "aws:sqs"/g),
    ).toHaveLength(4);
    expect(await invoke({ source: "serverless-plugin-warmup" })).toEqual({});
  });

  test("one of our own messages is carried out", async () => {
    const run = { megamode: 1, message: "run" };
    expect(await invoke({ ...run, argv: ["ruby", "-e", "print ARGV", "$HOME"] })).toEqual({
      status: 0,
      output: '["$HOME"]',
    });
    expect(await invoke({ ...run, argv: "ls" })).toEqual({
      failed: expect.stringContaining("`argv` must be a list"),
    });
    const warm = { host: "h.example", prefix: "/dev", paths: ["/version", "/raise"] };
    const prewarm = { megamode: 1, message: "prewarm", holdUntil: 0, warm };
    expect(await invoke(prewarm)).toMatchObject({ cold: false, warmed: { asked: 2, failed: 1 } });
  });

  test("a run that comes again, in another sandbox, has the result of the first, and all output is left", async () => {
    const putUrl = (name: string) => getSignedUrl(s3(), new PutObjectCommand(object(name)));
    const once = new PutObjectCommand({ ...object("claim"), IfNoneMatch: "*" });
    const record = {
      claimUrl: await getSignedUrl(s3(), once),
      resultUrl: await putUrl("result.json"),
      readUrl: await getSignedUrl(s3(), new GetObjectCommand(object("result.json"))),
      pageUrls: [await putUrl("page-0"), await putUrl("page-1")],
    };
    const gate = await openGate();
    const code = `$stdout.sync = true; puts "run #{$$}"; Net::HTTP.get(URI("${gate.url}")); puts "end"`;
    const run = { megamode: 1, message: "run", argv: ["ruby", "-rnet/http", "-e", code], record };
    const first = invoke(run);
    await gate.reached(1);
    const second = invoke(run);
    gate.close();
    const results = await Promise.all([first, second]);
    expect(results[0]).toMatchObject({ status: 0, pages: 1, lostBytes: 0 });
    expect(results[0].output).toMatch(/^run \d+\nend\n$/);
    expect(results[1]).toEqual(results[0]);
    expect(
      logStreams()
        .join("\n")
        .match(/Rack: run \d/g),
    ).toHaveLength(1);
    const page = await s3().send(new GetObjectCommand(object("page-0")));
    expect(await page.Body!.transformToString()).toBe(results[0].output);
  });

  test("but no client reaches the events' path, and a status fails the invocation", async () => {
    const took = () => logStreams().join("\n").split(" took ").length;
    const before = took();
    for (const path of ["/event", "/event/", "//event", "/%65vent", "/event.json", "/EVENT"]) {
      const headers = { "X-Megamode-Event": "aws:sqs", "X-Megamode-Secret": "guess" };
      const { status, body } = await get(cloud, `${deployed.outputs.url}${path}`, headers);
      expect([path, status, body]).toEqual([path, 404, "Not Found\n"]);
    }
    expect(took()).toBe(before);
    const { status, body } = await get(cloud, `${deployed.outputs.url}/raise`);
    expect([status, JSON.parse(body)]).toEqual([502, { message: "Internal server error" }]);
  });
});

function logStreams(): string[] {
  const folder = join(cloud.state, "logs", deployed.outputs["function-name"] ?? "");
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
}
