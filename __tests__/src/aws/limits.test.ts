import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { listenAnywhere } from "../../../local/http/listen.ts";
import { createCloud } from "../../../src/aws/cloud.ts";
import { systemClock } from "../../../src/host/clock.ts";
import { AnswerLost } from "../../../src/ports/functions.ts";
import { roleSpec } from "../../ports/resources.ts";

const former = { ...process.env };
/** How the server fails to answer a service's first request. It denies the others. */
let fail: (response: ServerResponse) => void;
/** Names of the services that were asked, once for each request. */
const asked: string[] = [];
let server: Server;

function answer(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const service = /Credential=[^/]+\/\d+\/[^/]+\/(\w+)\//.exec(request.headers.authorization ?? "");
  const isFirst = !asked.includes(service![1]!);
  asked.push(service![1]!);
  if (isFirst) fail(response);
  else response.writeHead(403).end();
}

beforeAll(async () => {
  server = createServer(answer);
  const AWS_ENDPOINT_URL = `http://127.0.0.1:${await listenAnywhere(server)}`;
  const keys = { AWS_ACCESS_KEY_ID: "AKID", AWS_SECRET_ACCESS_KEY: "secret" };
  Object.assign(process.env, { AWS_ENDPOINT_URL, ...keys });
});
beforeEach(() => void asked.splice(0));
afterAll(() => {
  process.env = former;
  server.closeAllConnections();
  server.close();
});

const LIMITS = { connect: 5_000, answer: 500, silence: 500, invocation: 500 };
const cloud = createCloud("eu-west-1", systemClock, undefined, { limits: LIMITS });
const { functions, frontDoor, logs, roles, schedules, store } = cloud;
const door = { name: "shop-live", stage: "live", aliasArn: "arn:aws:lambda:r:1:f:a", tags: {} };

/** A call to each service, and what it is denied once it is made again. */
const CALLS: Readonly<Record<string, () => Promise<unknown>>> = {
  "lambda:GetFunction": () => functions.find("shop-live"),
  "apigateway:GetRestApis": () => frontDoor.find(door),
  "sts:GetCallerIdentity": () => roles.identity(),
  "iam:GetRole": () => roles.ensure(roleSpec("shop")),
  "scheduler:GetSchedule": () => schedules.find("shop-live"),
  "logs:DeleteLogGroup": () => logs.remove("/aws/lambda/shop-live"),
  "s3:PutObject": () => store.writeJson("bucket", "key", {}),
};

describe.each<[string, (response: ServerResponse) => void]>([
  ["never comes", () => {}],
  ["stops halfway", (response) => void response.writeHead(200).write("{")],
])("a request whose answer %s", (_, wrong) => {
  beforeEach(() => {
    fail = wrong;
  });

  test("is given up, and made again", async () => {
    const outcomes = await Promise.allSettled(Object.values(CALLS).map((call) => call()));
    const reasons = outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason?.message);
    expect(reasons).toEqual(
      Object.keys(CALLS).map((action) => expect.stringMatching(`^AWS denies \`${action}`)),
    );
  });

  test("is given up, and not made again where it was an invocation", async () => {
    await expect(functions.invoke("shop-live", "1", {})).rejects.toBeInstanceOf(AnswerLost);
    expect(asked).toEqual(["lambda"]);
  });
});

/** Something arrives all the time, so the connection is not silent, and an answer never begins. */
function beat(response: ServerResponse): void {
  const timer = setInterval(() => response.writeProcessing(), 50);
  response.on("close", () => clearInterval(timer));
}

test("a request whose answer never begins is given up, also where the connection is not silent", async () => {
  fail = beat;
  await expect(functions.find("shop-live")).rejects.toThrow(/^AWS denies `lambda:GetFunction/);
  asked.splice(0);
  await expect(functions.invoke("shop-live", "1", {})).rejects.toBeInstanceOf(AnswerLost);
  expect(asked).toEqual(["lambda"]);
});
