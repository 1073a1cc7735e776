import { describe, expect, test } from "@jest/globals";
import type { StatusResult } from "../../../../contract/messages.ts";
import type { UserError } from "../../../../src/errors.ts";
import type { Invocation } from "../../../../src/ports/functions.ts";
import { checkHealth } from "../../../../src/release/invoke/check-health.ts";

const coldStart = { fetchMs: 1, unpackMs: 2, bootMs: 3, totalMs: 6 };
const answering = (httpStatus: number, log: readonly string[]): Invocation => {
  const payload: StatusResult = {
    sandbox: "a",
    prewarmCount: 1,
    callCount: 1,
    coldStart,
    httpStatus,
    log,
  };
  return { payload, error: undefined };
};

async function check(answer: Invocation) {
  const asked: unknown[] = [];
  const functions = {
    async invoke(...request: unknown[]) {
      asked.push(request);
      return answer;
    },
  };
  const candidate = { functionName: "shop-production", version: "7" };
  const address = { host: "a.example", prefix: "/production" };
  const result = await checkHealth(functions, candidate, { path: "/up" }, address).catch(
    (error: UserError) => error,
  );
  return { asked, result };
}

describe("the health of a candidate", () => {
  test("is asked for as the front door will ask", async () => {
    const { asked, result } = await check(answering(200, []));
    expect(result).toBe(coldStart);
    expect(asked).toEqual([
      [
        "shop-production",
        "7",
        {
          megamode: 1,
          message: "status",
          host: "a.example",
          prefix: "/production",
          path: "/up",
        },
      ],
    ]);
  });

  test("is good too where the app answers that there is no such page", async () => {
    expect((await check(answering(404, ["not found"]))).result).toBe(coldStart);
  });

  test.each([
    [500, ["NameError", "x"]],
    [403, ["Blocked hosts: a.example"]],
  ])("is an error with the app's last lines where it answers %i", async (status, log) => {
    const { result } = await check(answering(status, log));
    expect(result).toMatchObject({
      message: `\`/up\` answers ${status} in version 7. The app's last lines:\n${log.join("\n")}`,
      fix: expect.stringMatching(/still serves\. .*`health-check-path`/),
    });
  });

  test("is an error with the function's own where the app does not start", async () => {
    const { result } = await check({ payload: undefined, error: "LoadError" });
    expect(result).toMatchObject({
      message: "The app did not start in version 7:\nLoadError",
      fix: "The version that was live before, if any, still serves.",
    });
  });
});
