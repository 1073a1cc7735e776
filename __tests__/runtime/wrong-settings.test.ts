import { expect, test } from "@jest/globals";
import { Env } from "../../contract/environment.ts";
import { readConfig } from "../../runtime/src/config.ts";
import { readEventSettings } from "../../runtime/src/events/event-settings.ts";
import { readTrustedProxy } from "../../runtime/src/events/trusted-proxy.ts";
import { readErrorStatuses } from "../../runtime/src/requests/error-statuses.ts";
import { readReadiness } from "../../runtime/src/server/readiness.ts";
import { readRecycling } from "../../runtime/src/server/recycling.ts";

type Environment = Readonly<Record<string, string>>;

/** What the proxy reads when a sandbox starts. */
const READERS: readonly ((env: Environment) => unknown)[] = [
  readConfig,
  readTrustedProxy,
  readEventSettings,
  readErrorStatuses,
  readReadiness,
  readRecycling,
];

/** A wrong value of each variable; undefined where every text is right. */
const WRONG: Readonly<Record<keyof typeof Env, string | undefined>> = {
  app: undefined,
  authorizationSource: "X Authorization",
  bucket: "",
  // What our gem does not know loads the whole app, which is always right.
  eagerLoad: undefined,
  errorStatusCodes: "5xx",
  eventsPath: "events",
  logEvents: "yes please",
  logLevel: "loud",
  maintenance: undefined,
  metrics: "AWS/Lambda?",
  preflight: undefined,
  publicUrl: "http://example.com",
  readinessPath: "up",
  readinessStatuses: "2xx",
  recycleAboveMb: "1 GB",
  recycleAfterRequests: "0",
  release: undefined,
  reportBatchItemFailures: "sqs",
  requestTimeout: "soon",
  stage: undefined,
  staticPaths: "assets",
  trustedProxyHeaders: "X-Real-Ip",
};

const right = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "a",
  AWS_SECRET_ACCESS_KEY: "s",
  MEGAMODE_BUCKET: "bucket",
};
const read = (env: Environment) => {
  for (const reader of READERS) reader(env);
};

test("the proxy starts without any of them but the bucket", () => read(right));

test.each(Object.entries(WRONG).filter(([, value]) => value !== undefined))(
  "a wrong value fails the start, and the error names the variable: %s",
  (key, value) => {
    const name = Env[key as keyof typeof Env];
    // Otherwise any value would be wrong.
    const path = key === "readinessStatuses" ? { [Env.readinessPath]: "/up" } : {};
    expect(() => read({ ...right, ...path, [name]: value! })).toThrow(name);
  },
);

test.each(Object.values(Env))(
  "a reference to what is kept in AWS is no value of %s: it would count as a text",
  (name) => {
    expect(() => read({ ...right, [name]: "ssm:/shop/value" })).toThrow(name);
  },
);

test.each(["/", "/assets,/"])("all of public/ are no static paths: %s", (paths) => {
  expect(() => read({ ...right, [Env.staticPaths]: paths })).toThrow(/: \/$/);
});
