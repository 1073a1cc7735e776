import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "@jest/globals";
import {
  type RestApiEvent,
  type RestApiResult,
  restApi,
} from "../../../runtime/src/events/rest-api.ts";
import { answerHttp } from "../../../runtime/src/requests/answer.ts";
import { staticFiles } from "../../../runtime/src/requests/static-files.ts";
import { invocation, restEvent } from "../../runtime/events/rest-event.ts";
import { until } from "../../until.ts";
import { type Testbed, testbed } from "./testbed.ts";

let bed: Testbed;
afterEach(() => bed.stop());

const ask = async (changes: Partial<RestApiEvent> = {}, deps = bed.deps) =>
  (await answerHttp(restApi, restEvent(changes), invocation, deps)) as RestApiResult;
const seen = (result: RestApiResult) =>
  JSON.parse(Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8").toString());

describe("a request", () => {
  test("arrives with prefix, secret, method, path, query and bytes, and comes back", async () => {
    bed = await testbed();
    const result = await ask({
      httpMethod: "POST",
      path: "/a%2Fb",
      multiValueQueryStringParameters: { q: ["1+1"] },
      multiValueHeaders: { Cookie: ["a=1", "b=2"], "X-A": ["1", "2"], "X-U": ["é"] },
      body: "/wA=",
      isBase64Encoded: true,
    });
    const request = seen(result);
    expect(request).toMatchObject({ method: "POST", url: "/a%2Fb?q=1%2B1", body: "/wA=" });
    const lines = request.headers as string[];
    const values = (name: string) => lines.filter((_, i) => i % 2 === 1 && lines[i - 1] === name);
    expect(values("x-megamode-prefix")).toEqual(["/dev"]);
    expect(values("x-megamode-secret")).toEqual([request.env.MEGAMODE_PROXY_SECRET]);
    expect(values("x-a")).toEqual(["1", "2"]);
    expect(values("cookie")).toEqual(["a=1; b=2"]);
    expect(values("content-length")).toEqual(["2"]);
    expect(Buffer.from(values("x-u")[0]!, "latin1").toString("utf8")).toBe("é");
    expect(result.statusCode).toBe(200);
    expect(result.multiValueHeaders).toMatchObject({
      "Set-Cookie": ["a=1", "b=2"],
      "X-Name": ["é"],
      "x-megamode-call-count": ["1"],
      "x-megamode-prewarm-count": ["0"],
    });
  });

  test("for a static file is answered while the server does not listen yet", async () => {
    bed = await testbed("deaf");
    bed.sandbox.ready().catch(() => undefined);
    const ownAnswer = staticFiles(["/hello.txt"], `${bed.root}/app`, bed.sandbox, bed.deps.output);
    const result = await ask({ path: "/hello.txt" }, { ...bed.deps, ownAnswer });
    expect(result).toMatchObject({ statusCode: 200, body: "hello" });
    expect(bed.sandbox.warm).toBe(false);
  });

  test("a POST without a body announces none", async () => {
    bed = await testbed();
    const { headers } = seen(await ask({ httpMethod: "POST" }));
    expect(headers.map((name: string) => name.toLowerCase())).not.toContain("transfer-encoding");
    expect(headers.map((name: string) => name.toLowerCase())).not.toContain("content-length");
  });

  test("the server sees the manifest's environment over the operator's over the defaults, and no more", async () => {
    bed = await testbed();
    const { env } = seen(await ask());
    expect(env).toMatchObject({
      RAILS_ENV: "production",
      GREETING: "operator",
      LANG: "C.UTF-8",
      AWS_REGION: "eu-west-1",
      HOME: `${bed.root}/home`,
    });
    expect(
      Object.keys(env).filter((name) =>
        /^(AWS_LAMBDA_RUNTIME_API|_HANDLER|LAMBDA_|LD_|NODE_)/.test(name),
      ),
    ).toEqual([]);
  });

  test("its lines lie between its first and its last, with the label, and without the marker", async () => {
    bed = await testbed();
    await ask();
    bed.output.writes.length = 0;
    await ask();
    expect(bed.output.text.replace(/0\.\d{3}s \([\d.]+ KB/, "N")).toBe(
      "Processing GET /dev/posts\nRails: Started GET /posts\nRails: Completed\nCompleted Status Code 200 in N, warm)\n",
    );
  });

  test("lines that come behind the response are waited for, a partial one too", async () => {
    bed = await testbed();
    await ask({ path: "/late" });
    expect(bed.output.text).toMatch(/Rails: half a line\nCompleted Status Code 200 .*cold/);
  });

  test("a bad one is answered with 400 and never forwarded", async () => {
    bed = await testbed();
    expect((await ask({ path: "/\r\n" })).statusCode).toBe(400);
    expect(bed.output.text).not.toContain("Started");
  });
});

describe("a server in trouble", () => {
  test("one that hangs is answered for with 504, and the next request is clean", async () => {
    bed = await testbed();
    const first = seen(await ask());
    const result = await ask(
      { path: "/hang", multiValueHeaders: { Accept: ["application/json"] } },
      { ...bed.deps, requestTimeoutMs: 400 },
    );
    expect(result.statusCode).toBe(504);
    expect(seen(result).error).toBe("The app took too long to answer");
    expect(bed.output.text).toMatch(
      /megamode: The app took .*\. It did not answer within 0\.4 s\./,
    );
    const next = seen(await ask());
    expect(next.requests).toBe(1);
    expect(next.pid).not.toBe(first.pid);
    expect(bed.output.text).toMatch(/Completed Status Code 200 in .*cold\)\n$/);
  });

  test("one that dies in a request: 502, how it ended in the log with its last lines, then a new one", async () => {
    bed = await testbed();
    const result = await ask({ path: "/die" });
    expect(result.statusCode).toBe(502);
    expect(Buffer.from(result.body).toString()).not.toMatch(/SIGKILL|memory/);
    // By whom depends on whether the machine tells what it has killed for want of memory.
    expect(bed.output.text).toMatch(/The rack server was killed \(SIGKILL\)(, and not|: out of)/);
    expect(bed.output.text).toContain("megamode:   out of memory\n");
    expect((await ask()).statusCode).toBe(200);
  });

  test("one that died between two requests is started again, and nobody notices", async () => {
    bed = await testbed();
    const { pid } = seen(await ask());
    process.kill(pid, "SIGKILL");
    await until(() => !existsSync(`/proc/${pid}`));
    const result = await ask({ httpMethod: "POST" });
    expect(result.statusCode).toBe(200);
    expect(seen(result).pid).not.toBe(pid);
  });

  test("one that closes its idle connection at once loses no request", async () => {
    bed = await testbed("short-keep-alive");
    for (let i = 0; i < 10; i += 1) {
      expect((await ask()).statusCode).toBe(200);
      await sleep(i);
    }
  });

  test("one that exits at boot: 503, and its status and last lines in the log, each time", async () => {
    bed = await testbed("exits");
    for (let i = 0; i < 2; i += 1) {
      bed.output.writes.length = 0;
      const result = await ask();
      expect(result.statusCode).toBe(503);
      expect(Buffer.from(result.body).toString()).not.toContain("nokogiri");
      expect(bed.output.text).toContain(
        "megamode: The app did not start. The rack server exited with status 7 before it listened. Its last lines:\nmegamode: loading\nmegamode: boom: cannot load such file -- nokogiri\n",
      );
    }
  });

  test("one that fails to boot once is tried again by the next invocation", async () => {
    bed = await testbed("fails-once");
    expect((await ask()).statusCode).toBe(503);
    expect(bed.output.text).toContain("no database");
    expect((await ask()).statusCode).toBe(200);
  });

  test("one that is killed just before a request is started again, and asked again", async () => {
    bed = await testbed();
    const { pid } = seen(await ask());
    process.kill(pid, "SIGKILL");
    const result = await ask({ httpMethod: "POST" });
    expect(result.statusCode).toBe(200);
    expect(seen(result).pid).not.toBe(pid);
  });
});
