import { expect, test } from "@jest/globals";
import { operationOf } from "../../../local/control/operation.ts";

test.each([
  ["s3", "PUT", "/bucket/key", "", "PutObject"],
  ["lambda", "POST", "/2015-03-31/functions/app/invocations", "", "Invoke"],
  ["apigateway", "PUT", "/restapis/a?mode=overwrite", "", "PutRestApi"],
  ["scheduler", "GET", "/schedules", "", "ListSchedules"],
  ["iam", "POST", "/", "Action=GetRole&RoleName=r", "GetRole"],
  ["sts", "POST", "/", "Action=GetCallerIdentity", "GetCallerIdentity"],
  ["sts", "POST", "/", "", "POST /"],
  ["lambda", "GET", "/2015-03-31/functions", "", "GET /2015-03-31/functions"],
  ["dynamodb", "POST", "/", "", "POST /"],
])("in %s, %s %s with the form `%s` is %s", (service, method, url, form, name) => {
  const [rawPath = "", query = ""] = url.split("?");
  const request = { method, rawPath, query: new URLSearchParams(query), headers: {} };
  expect(operationOf(service, request, new URLSearchParams(form)).name).toBe(name);
});

test.each([
  ["Logs_20140328.DeleteLogGroup", "DeleteLogGroup"],
  ["DynamoDB_20120810.PutItem", "POST /"],
])("in logs, the target %s is %s", (target, name) => {
  const headers = { "x-amz-target": target };
  const request = { method: "POST", rawPath: "/", query: new URLSearchParams(), headers };
  expect(operationOf("logs", request, new URLSearchParams()).name).toBe(name);
});

test("an operation has the parameters of its path or form", () => {
  const request = {
    method: "GET",
    rawPath: "/schedules/a%20b",
    query: new URLSearchParams(),
    headers: {},
  };
  expect(operationOf("scheduler", request, new URLSearchParams()).params).toEqual({ Name: "a b" });
  expect(
    operationOf("iam", request, new URLSearchParams("Action=GetRole&RoleName=r")).params,
  ).toMatchObject({ RoleName: "r" });
});
