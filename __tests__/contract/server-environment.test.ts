import { expect, test } from "@jest/globals";
import { serverEnvironment } from "../../contract/server-environment.ts";

const command = { argv: ["/tmp/mm/bin/ruby"], cwd: "/tmp/mm/app", env: {}, defaults: {} };
const made = (
  functionEnv: Readonly<Record<string, string>>,
  { env = {}, defaults = {} }: Partial<Record<"env" | "defaults", Record<string, string>>> = {},
) => serverEnvironment(functionEnv, { ...command, env, defaults }, "/home", "secret");

test("the function's variables win over defaults, and the command's over both", () => {
  const settings = {
    env: { C: "command" },
    defaults: { A: "default", B: "default", C: "default" },
  };
  expect(made({ B: "function", C: "function" }, settings)).toEqual({
    A: "default",
    B: "function",
    C: "command",
    HOME: "/home",
    MEGAMODE_PROXY_SECRET: "secret",
  });
});

test("home and the proxy's secret are ours, whatever the others say", () => {
  const others = { HOME: "/root", MEGAMODE_PROXY_SECRET: "guessed" };
  expect(made(others, { env: others, defaults: others })).toEqual({
    HOME: "/home",
    MEGAMODE_PROXY_SECRET: "secret",
  });
});

test.each([
  ["AWS_LAMBDA_RUNTIME_API", false],
  ["_HANDLER", false],
  ["_LAMBDA_TELEMETRY_LOG_FD", false],
  ["LAMBDA_TASK_ROOT", false],
  ["_X_AMZN_TRACE_ID", false],
  ["LD_LIBRARY_PATH", false],
  ["NODE_OPTIONS", false],
  ["NODE_ENV", true],
  ["NODE_ENVIRONMENT", false],
  ["AWS_REGION", true],
  ["AWS_LAMBDA_FUNCTION_NAME", true],
  ["RAILS_ENV", true],
  ["OLD_NODE_X", true],
])("the function's %s reaches the server: %s", (name, reaches) => {
  expect(name in made({ [name]: "x" })).toBe(reaches);
});

// Rails and tzinfo know no zone by a name with a colon.
test.each([
  [":UTC", "UTC"],
  [":Europe/Berlin", "Europe/Berlin"],
  ["America/New_York", "America/New_York"],
])("the time zone %s reaches the server as %s", (given, reaching) => {
  expect(made({ TZ: given }).TZ).toBe(reaching);
});
