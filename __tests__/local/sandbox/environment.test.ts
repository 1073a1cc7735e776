import { describe, expect, test } from "@jest/globals";
import { nodeFlags, sandboxEnvironment } from "../../../local/sandbox/environment.ts";
import { runnable, surroundings } from "./runnable.ts";

describe("a sandbox's environment", () => {
  const make = async (environment: Record<string, string>) =>
    sandboxEnvironment(
      runnable({ environment }),
      { task: "/var/task", runtime: "/var/runtime" },
      { ...(await surroundings()), runtimeApi: "127.0.0.1:9", logStream: "stream" },
    );

  test("is Lambda's, with the embedded AWS's URL", async () => {
    expect(await make({})).toMatchObject({
      LAMBDA_TASK_ROOT: "/var/task",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/f",
      AWS_LAMBDA_LOG_STREAM_NAME: "stream",
      AWS_LAMBDA_RUNTIME_API: "127.0.0.1:9",
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      _HANDLER: "index.handler",
    });
  });

  test("lets a function change PATH but not what Lambda sets", async () => {
    expect(await make({ PATH: "/mine", LAMBDA_TASK_ROOT: "/mine" })).toMatchObject({
      PATH: "/mine",
      LAMBDA_TASK_ROOT: "/var/task",
    });
  });
});

test.each([
  [1000, undefined, ["--max-semi-space-size=50", "--max-old-space-size=900"]],
  [10, undefined, ["--max-semi-space-size=1", "--max-old-space-size=9"]],
  [1000, "--enable-source-maps", ["--max-semi-space-size=50", "--max-old-space-size=900"]],
  [1000, "--max-old-space-size=128", []],
  [1000, "--max_semi_space_size=16", []],
])("with %i MB and NODE_OPTIONS %s Node's flags are %j", (memoryMb, options, flags) => {
  expect(nodeFlags(memoryMb, options)).toEqual(flags);
});
