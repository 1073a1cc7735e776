import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { run } from "../../src/action.ts";
import { githubReporter } from "../../src/host/reporter.ts";
import { OUTPUT_NAMES } from "../../src/report/outputs.ts";
import { readRunnerLog } from "../stand-ins/runner-log.ts";
import { masksOf, skippedOutputs } from "../stand-ins/runner-masks.ts";

/** An event for which a run only masks its secrets and says that there is nothing to do. */
const event = join(mkdtempSync(join(tmpdir(), "megamode-event-")), "event.json");
writeFileSync(event, JSON.stringify({ ref: "refs/heads/gone", deleted: true }));

/** What a run of the action prints with these inputs, before it begins its work. */
async function logOf(inputs: Readonly<Record<string, string>>, env = {}): Promise<string> {
  const lines: string[] = [];
  const given = Object.entries(inputs).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]);
  await run(
    {
      AWS_REGION: "eu-west-1",
      GITHUB_REPOSITORY: "org/shop",
      GITHUB_EVENT_NAME: "push",
      GITHUB_EVENT_PATH: event,
      ...Object.fromEntries(given),
      ...env,
    },
    "/action",
    githubReporter({ now: () => 0, sleep: async () => {} }, (line) => lines.push(line)),
  );
  return lines.join("\n");
}

const api = "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/production";
const archives = ["ruby", "gems", "app", "assets"].map((name, at) => ({
  name,
  bytes: 1000 + at,
  uploaded: at % 2 === 0,
}));
/** The outputs of a deploy of the stage `production` of the app `shop`. */
const outputs: Readonly<Record<(typeof OUTPUT_NAMES)[number], string>> = {
  url: "https://www.example.com/boutique",
  stage: "production",
  command: "deploy",
  "function-name": "shop-production",
  version: "12",
  "previous-version": "11",
  "bundle-digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "bundle-bytes": "4006",
  "uploaded-bytes": "2002",
  "cold-start-ms": "1400",
  changed: "true",
  report: JSON.stringify({
    archives,
    coldStart: { fetchMs: 1, unpackMs: 2, bootMs: 3, totalMs: 7 },
    status: 200,
    warmMs: 12,
  }),
};
const all = { ...outputs, api };

/** Numbers that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Values that somebody could give a variable: all or a part of an output, in every dress, and anything else. */
function values(count: number): readonly string[] {
  const random = numbers(7);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  // What cannot be known before it is there is no part of a secret: digests, an API's id, times and sizes.
  const texts = [
    outputs.url,
    outputs["function-name"],
    outputs.stage,
    "shop",
    "eu-west-1",
    api,
    ...outputs.report.split(/\d+/),
  ];
  const part = () => {
    const text = pick(texts);
    const start = random(text.length);
    const found = pick([text, text.slice(start, start + 1 + random(30))]);
    return /^[a-z0-9]*\.?$/.test(found) && api.slice(8, 19).includes(found) ? "shop" : found;
  };
  const noise = () =>
    Array.from({ length: 1 + random(20) }, () => pick([..."abcXYZ0189&+\"'{}<>%:/@.-_ é"])).join(
      "",
    );
  const dress: readonly ((text: string) => string)[] = [
    (text) => text,
    (text) => `"${text}"`,
    (text) => `a&b&${text}`,
    (text) => `a&+x${text}`,
    (text) => `${text}&${text}`,
    (text) => `postgres://u:${encodeURIComponent(text)}@db/x`,
    (text) => `postgres://${text}:x@${text}/${text}`,
    (text) => `{\n  "a": "b",\n  ${text}\n"${text}"\n}`,
    (text) => `-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----`,
  ];
  return Array.from({ length: count }, () => pick(dress)(pick([part, part, noise])()));
}

const PUBLIC = { "public-url": outputs.url };

describe("outputs survive", () => {
  test.each([
    ["DB_SECRET_NAME", "shop-production"],
    ["TURNKEY_ENV", "production"],
    ["SECRET_STAGE", '"production"'],
    ["TOKEN_ISSUER", api],
    ["TOKEN_HOST", new URL(api).host],
    ["API_KEY_REGION", "eu-west-1"],
    ["DATABASE_URL", "postgres://shop:production@db/shop"],
    ["JSON_KEY", '{\n"stage":\nproduction\n}'],
    ["SESSION_KEY", outputs.url],
    ["X_TOKEN", '"uploaded":true'],
  ])("%s=%s", async (name, value) => {
    const log = await logOf({ ...PUBLIC, environment: `${name}<<END\n${value}\nEND` });
    expect(skippedOutputs(log, all)).toEqual([]);
  });

  test("every secret that inputs may hold", async () => {
    const secrets = values(600);
    const environment = secrets
      .map((value, at) => `A${at}_SECRET<<END-OF-VALUE\n${value}\nEND-OF-VALUE`)
      .join("\n");
    const log = await logOf({ ...PUBLIC, environment });
    const masks = readRunnerLog(log).commands.filter(({ name }) => name === "add-mask");
    expect(masks.length).toBeGreaterThan(100);
    const hit = masksOf(masks).filter((mask) =>
      Object.values(all).some((text) => text.includes(mask)),
    );
    expect(hit).toEqual([]);
    expect(skippedOutputs(log, all)).toEqual([]);
  });

  test("the job's own secrets", async () => {
    const env = { RAILS_MASTER_KEY: "production", AWS_SESSION_TOKEN: "shop-production" };
    const log = await logOf({ ...PUBLIC, "github-token": "eu-west-1" }, env);
    expect(skippedOutputs(log, all)).toEqual([]);
  });
});

test("what is tried are all outputs, with values as a deploy gives them", () => {
  expect(Object.keys(outputs)).toEqual([...OUTPUT_NAMES]);
});

test("and real secrets are masked, of any form", async () => {
  const environment = [
    "API_KEY=12345678",
    'DB_PASSWORD="quoted-secret"',
    "DATABASE_URL=postgres://u:short@db/x",
    // The runner hides no part of a mask that has fewer than six characters.
    "SESSION_TOKEN=s3cr3t&pro",
    "PEM_KEY<<END\n-----BEGIN KEY-----\nMIIEabcd\n}\nEND",
  ].join("\n");
  const { commands } = readRunnerLog(await logOf({ environment }));
  expect(commands.filter(({ name }) => name === "add-mask").map(({ data }) => data)).toEqual([
    "12345678",
    '"quoted-secret"',
    "postgres://u:short@db/x",
    ":short@",
    "s3cr3t&pro",
    "-----BEGIN KEY-----",
    "MIIEabcd",
  ]);
});
