import { describe, expect, test } from "@jest/globals";
import { recognise } from "../../../runtime/src/events/recognise.ts";
import {
  functionUrlEvent,
  httpApi1Event,
  httpApi2Event,
  loadBalancerEvent,
  multiValueEvent,
} from "./events.ts";
import { restEvent } from "./rest-event.ts";

const kind = (event: unknown, eventsPath?: string) => recognise(event, eventsPath).kind;

describe("an HTTP event", () => {
  const { requestContext, resource, ...rest } = restEvent();
  test.each([
    ["REST API", restEvent()],
    ["REST API", { ...rest, requestContext }],
    ["REST API", { ...rest, resource }],
    ["REST API", { ...rest, resource, requestContext: null }],
    ["HTTP API (payload 1.0)", httpApi1Event()],
    ["HTTP API (payload 2.0)", httpApi2Event()],
    ["HTTP API (payload 2.0)", httpApi2Event({ domainName: "www.example.com" })],
    ["HTTP API (payload 2.0)", httpApi2Event({ domainName: "lambda-url.example.on.aws.evil" })],
    ["Function URL", functionUrlEvent()],
    ["REST API", { ...restEvent(), version: null, type: null, methodArn: null }],
    ["REST API", { ...restEvent(), type: "REQUEST" }],
    ["REST API", { ...restEvent(), methodArn: "arn" }],
    ["REST API", { ...rest, resource, requestContext: { elb: null, connectionId: null } }],
    ["Application Load Balancer", loadBalancerEvent()],
    ["Application Load Balancer", multiValueEvent()],
  ])("of the source %s is read by its adapter: %#", (name, event) => {
    expect(recognise(event, undefined)).toMatchObject({ kind: "http", adapter: { name } });
  });
});

describe("an event that must never be forwarded", () => {
  const authorizer = /an authorizer of API Gateway.*Give the authorizer a function of its own/;
  const other = (source: string) => new RegExp(`from ${source}.*Connect a REST API`);
  const methodArn = "arn:aws:execute-api:eu-west-1:1:abc/dev/GET/posts";
  test.each([
    ["a TOKEN authorizer", { type: "TOKEN", authorizationToken: "x", methodArn }, authorizer],
    ["a REQUEST authorizer", { ...restEvent(), type: "REQUEST", methodArn }, authorizer],
    ["payload 1.0's authorizer", { ...httpApi1Event(), type: "REQUEST", methodArn }, authorizer],
    [
      "payload 2.0's authorizer",
      { ...httpApi2Event(), type: "REQUEST", routeArn: methodArn },
      authorizer,
    ],
    [
      "a WebSocket API",
      { headers: {}, requestContext: { connectionId: "x", eventType: "CONNECT" } },
      other("a WebSocket API"),
    ],
    [
      "a WebSocket API that looks like a request",
      { ...restEvent(), requestContext: { resourceId: "r", connectionId: "x" } },
      other("a WebSocket API"),
    ],
    [
      "VPC Lattice 1",
      { raw_path: "/", method: "GET", headers: {}, query_string_parameters: {} },
      other("VPC Lattice"),
    ],
    [
      "VPC Lattice 2",
      { version: "2.0", path: "/", method: "GET", requestContext: { serviceNetworkArn: "arn" } },
      other("VPC Lattice"),
    ],
    ["Lambda@Edge", { Records: [{ cf: { request: {} } }] }, other("Lambda@Edge")],
  ])("from %s is refused, and the reason says what to connect instead", (_title, event, reason) => {
    for (const eventsPath of [undefined, "/events"]) {
      expect(recognise(event, eventsPath)).toEqual({
        kind: "refused",
        reason: expect.stringMatching(reason),
      });
    }
  });
});

describe("a warm-up", () => {
  const schedule = { source: "aws.events", "detail-type": "Scheduled Event", detail: {} };
  test.each([
    ["serverless-plugin-warmup's", { source: "serverless-plugin-warmup" }, undefined, "answered"],
    ["that plugin's", { source: "serverless-plugin-warmup" }, "/events", "answered"],
    ["a schedule's", schedule, undefined, "answered"],
    ["a schedule's, where the app takes events,", schedule, "/events", "other"],
    ["another event of the bus", { ...schedule, "detail-type": "x" }, undefined, "other"],
  ])("of %s is %#", (_title, event, eventsPath, expected) => {
    expect(kind(event, eventsPath)).toBe(expected);
  });
});

test.each([
  [{ megamode: 1, message: "status" }],
  [{ megamode: undefined }],
  [{ ...restEvent(), megamode: 1 }],
])("%j is a message of our own", (event) => expect(kind(event)).toBe("message"));

describe("any other event", () => {
  test.each([
    ["a queue's", { Records: [{ messageId: "1", eventSource: "aws:sqs" }] }],
    ["a destination's", { version: "1.0", requestContext: { functionArn: "arn" } }],
    ["Cognito's", { version: "1", triggerSource: "PreSignUp_SignUp", request: {}, response: {} }],
    ["CloudFormation's", { RequestType: "Create", ResponseURL: "https://x", StackId: "s" }],
    ["an agent's of Bedrock", { messageVersion: "1.0", httpMethod: "GET", apiPath: "/x" }],
    ["a console's", { key1: "value1" }],
    ["a request's without a method", { ...restEvent(), httpMethod: undefined }],
    ["a request's of an unknown version", { ...restEvent(), version: "3.0" }],
    ["payload 2.0's without a method", { version: "2.0", requestContext: { http: {} } }],
    ["nothing's", {}],
  ])("such as %s is not HTTP", (_title, event) => expect(kind(event)).toBe("other"));

  const values = [null, undefined, 0, 1, true, "", "text", [], [null], {}, [[]], { length: 5 }];
  const keys = [
    ...["version", "httpMethod", "resource", "requestContext", "type", "methodArn", "routeArn"],
    ...["source", "detail-type", "Records", "raw_path", "path", "headers"],
  ];
  test("of any types is recognised without an exception", () => {
    for (const value of values) {
      recognise(value, undefined);
      for (const key of keys) {
        recognise({ [key]: value }, undefined);
        for (const base of [restEvent(), httpApi2Event(), loadBalancerEvent()]) {
          recognise({ ...base, [key]: value }, "/events");
        }
      }
      for (const inner of ["http", "elb", "resourceId", "connectionId", "domainName"]) {
        recognise({ version: "2.0", requestContext: { [inner]: value } }, undefined);
      }
      recognise({ Records: [value] }, undefined);
    }
  });
});
