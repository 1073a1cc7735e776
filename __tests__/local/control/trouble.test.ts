import { GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { GetFunctionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { ListSchedulesCommand } from "@aws-sdk/client-scheduler";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { describe, expect, test } from "@jest/globals";
import { readRequests } from "../../../local/control/request-log.ts";
import { createThrottle, STRICT } from "../../../local/control/trouble.ts";
import { clientsOf, openStandIn } from "../stand-in.ts";

/** The name, status and text of what a call is refused with. */
async function refusal(call: Promise<unknown>) {
  const error = (await call.catch((error: unknown) => error)) as Error & {
    readonly $metadata: { readonly httpStatusCode: number };
  };
  return [error.name, error.$metadata.httpStatusCode, error.message];
}

describe("a request that comes too fast", () => {
  test("is refused by each service in its own words", async () => {
    const standIn = await openStandIn({}, { s3Every: 1, otherEvery: 1 });
    const { s3, lambda, gateway, iam, sts, scheduler, logs } = clientsOf(standIn.aws);
    const called = new GetFunctionCommand({ FunctionName: "f" });
    expect([
      await refusal(s3.send(new ListBucketsCommand())),
      await refusal(lambda.send(called)),
      await refusal(lambda.send(new InvokeCommand({ FunctionName: "f" }))),
      await refusal(gateway.send(new GetRestApisCommand())),
      await refusal(iam.send(new GetRoleCommand({ RoleName: "r" }))),
      await refusal(sts.send(new GetCallerIdentityCommand())),
      await refusal(scheduler.send(new ListSchedulesCommand())),
      await refusal(logs.send(new DeleteLogGroupCommand({ logGroupName: "/aws/lambda/f" }))),
    ]).toEqual([
      ["SlowDown", 503, "Please reduce your request rate."],
      ["TooManyRequestsException", 429, "Rate Exceeded."],
      ["TooManyRequestsException", 429, "Rate Exceeded."],
      ["TooManyRequestsException", 429, "Too Many Requests"],
      ["Throttling", 400, "Rate exceeded"],
      ["Throttling", 400, "Rate exceeded"],
      ["ThrottlingException", 429, "Rate exceeded"],
      ["ThrottlingException", 400, "Rate exceeded"],
    ]);
    expect(readRequests(standIn.stateDir).map(({ operation }) => operation)).toContain("Invoke");
    await standIn.close();
  });

  test("is one in so many of S3's, and of all others together", () => {
    const throttle = createThrottle({ s3Every: 3, otherEvery: 2 });
    const passes = (service: string) => {
      try {
        throttle(service);
        return true;
      } catch {
        return false;
      }
    };
    const asked = ["s3", "iam", "s3", "sts", "s3", "lambda", "s3", "scheduler"];
    expect(asked.filter((service) => !passes(service))).toEqual(["sts", "s3", "scheduler"]);
  });

  test("is one in 20 in the strictest setting, which delays all that can be late", () => {
    const { s3Every, otherEvery, ...delays } = STRICT;
    expect([s3Every, otherEvery]).toEqual([20, 20]);
    for (const delay of Object.values(delays)) expect(delay).toBeGreaterThanOrEqual(500);
  });

  test("is never refused where nothing goes wrong", () => {
    const throttle = createThrottle({});
    for (let count = 0; count < 100; count += 1) throttle(count % 2 ? "s3" : "iam");
  });
});
