import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Aws, startAws } from "../../local/aws.ts";
import { STRICT } from "../../local/control/trouble.ts";
import { openRecords } from "../../local/state/records.ts";
import { openGate } from "../gate.ts";
import {
  type Cloud,
  copyApp,
  type Deployed,
  type DeployOptions,
  deploy,
  FIXTURES,
  get,
  IS_STRICT,
  succeeded,
} from "./harness.ts";

const PERIOD = 30 * 60_000;

let aws: Aws;
let cloud: Cloud;
/** Milliseconds by which the embedded AWS's clock is ahead of ours. */
let ahead = 0;
const app = copyApp(join(FIXTURES, "probe"));
const state = mkdtempSync(join(tmpdir(), "megamode-aws-"));

beforeAll(async () => {
  aws = await startAws({
    stateDir: state,
    now: () => Date.now() + ahead,
    idleMs: 1.5 * PERIOD,
    ...(IS_STRICT && { trouble: STRICT }),
  });
  const { endpoint, region, caFile, apiUrl } = aws;
  const { accessKeyId, secretAccessKey } = aws.credentials;
  cloud = {
    state,
    aws: { endpoint, pid: process.pid, region, accessKeyId, secretAccessKey, caFile, apiUrl },
    env: {
      ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, AWS_SESSION_TOKEN: "" },
      ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      ...{ MEGAMODE_EXECUTE_API_URL: apiUrl, NODE_EXTRA_CA_CERTS: caFile },
      GITHUB_REPOSITORY: "org/shop",
    },
    close: () => aws.close(),
  };
});
afterAll(async () => {
  await cloud?.close();
  rmSync(state, { recursive: true, force: true });
});

const act = async (
  stage: string,
  inputs: Record<string, string> = {},
  more: Partial<DeployOptions> = {},
): Promise<Deployed> => {
  const given = { preflight: "off", "prewarm-concurrency": "4", ...inputs };
  return succeeded(await deploy(cloud, { app, stage, inputs: given, ...more }));
};

/** Sandboxes of a stage that were ever started: each has a log stream of its own. */
const started = (stage: string) => readdirSync(join(state, "logs", `shop-${stage}`)).length;

/** Four requests at once. @returns how often the sandbox of each had been prewarmed */
async function fourAtOnce(url = ""): Promise<number[]> {
  const gate = await openGate();
  const asked = Array.from({ length: 4 }, () => get(cloud, `${url}/wait?at=${gate.url}`));
  await gate.reached(4);
  gate.close();
  const replies = await Promise.all(asked);
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  return replies.map(({ headers }) => Number(headers["x-megamode-prewarm-count"]));
}

/** Lets three periods pass, by halves. */
async function threePeriods(): Promise<void> {
  for (let half = 0; half < 6; half += 1) {
    ahead += PERIOD / 2;
    await aws.catchUp();
  }
}

const schedules = () => openRecords(join(state, "schedules")).keys();

describe("prewarming with concurrency 4", () => {
  let url: string | undefined;

  test("gives 4 distinct sandboxes, and the next 4 concurrent requests start none", async () => {
    const deployed = await act("production");
    url = deployed.outputs.url;
    expect(deployed.log).toContain("4 sandboxes are ready");
    expect(started("production")).toBe(4);
    await fourAtOnce(url);
    expect(started("production")).toBe(4);
  });

  test("with the schedule all 4 last three periods", async () => {
    expect(schedules()).toEqual(["shop-production"]);
    await threePeriods();
    const counts = await fourAtOnce(url);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(4); // By the deploy, and by each period.
    expect(started("production")).toBe(4);
  });

  test("without it none does", async () => {
    expect((await act("production", { "prewarm-rate": "off" })).outputs.version).toBe("1");
    expect(schedules()).toEqual([]);
    const before = started("production");
    await threePeriods();
    expect(await fourAtOnce(url)).toEqual([0, 0, 0, 0]);
    expect(started("production")).toBe(before + 4);
  });
});
