import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openGate } from "../gate.ts";
import { CHEAP, type Cloud, copyApp, deploy, FIXTURES, openCloud, succeeded } from "./harness.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
});
afterAll(() => cloud?.close());

const app = copyApp(join(FIXTURES, "session"));
const deployed = async (inputs: Readonly<Record<string, string>> = {}) => {
  const options = { app, stage: "live", inputs: { app: "session", ...CHEAP, ...inputs } };
  return succeeded(await deploy(cloud, options)).outputs.url ?? "";
};

interface Visit {
  readonly visits: number;
  readonly sandbox: string;
  readonly version: string;
  /** What a browser sends with the next request. */
  readonly cookie: string;
}

/** One request of a visitor. */
function visit(url: string, cookie = ""): Promise<Visit> {
  return new Promise((resolve, reject) => {
    const ca = readFileSync(cloud.aws.caFile);
    request(url, { ca, headers: { cookie } }, (response) => {
      let body = "";
      response.on("data", (text: Buffer) => {
        body += text;
      });
      response.on("end", () => {
        const [set = ""] = response.headers["set-cookie"] ?? [];
        resolve({ ...JSON.parse(body), cookie: set.split(";")[0] ?? "" });
      });
    })
      .on("error", reject)
      .end();
  });
}

describe("a session", () => {
  test("is valid in another sandbox and after a redeploy, though the app brings no secret of its own", async () => {
    const url = await deployed();
    const first = await visit(url);
    expect(first).toMatchObject({ visits: 1, version: "one" });

    // At the same time: each sandbox takes one.
    const gate = await openGate();
    const asked = [1, 2].map(() => visit(`${url}?at=${gate.url}`, first.cookie));
    await gate.reached(2);
    gate.close();
    const both = await Promise.all(asked);
    expect(new Set(both.map(({ sandbox }) => sandbox)).size).toBe(2);
    expect(both.map(({ visits }) => visits)).toEqual([2, 2]);

    writeFileSync(join(app, "version.txt"), "two\n");
    expect(await deployed({ memory: "1024" })).toBe(url);
    const last = await visit(url, both[0]?.cookie);
    expect(last).toMatchObject({ visits: 3, version: "two" });

    // With another secret the cookie is refused: the app does not take whatever comes.
    await deployed({ environment: `SECRET_KEY_BASE=${"x".repeat(128)}` });
    expect(await visit(url, last.cookie)).toMatchObject({ visits: 1 });
  });
});
