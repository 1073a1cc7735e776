import { describe, expect, test } from "@jest/globals";
import type { Manifest } from "../../../contract/manifest.ts";
import { withPlaceholders } from "../../../src/preflight/placeholders.ts";
import { planTrial } from "../../../src/preflight/plan-trial.ts";

const manifest: Manifest = {
  ...{ schema: 1, archives: [], label: "Rails", healthCheckPath: "/up" },
  server: {
    argv: ["/tmp/mm/bin/ruby"],
    cwd: "/tmp/mm/app",
    env: { BUNDLE_FROZEN: "true" },
    defaults: { RAILS_ENV: "production", RACK_ENV: "production" },
  },
};

const plan = planTrial({
  ...{ manifest, app: "shop", stage: "pr-12", region: "eu-west-1", random: "ab", asks: true },
  environment: { RAILS_ENV: "staging", LD_PRELOAD: "/x.so", GREETING: "hello" },
  functionConfiguration: { FileSystemConfigs: [{ Arn: "arn", LocalMountPath: "/mnt/data" }] },
});

describe("what is started", () => {
  test("is what the proxy starts, with the stage's environment and none of the runner's", () => {
    expect(plan).toMatchObject({ argv: ["/tmp/mm/bin/ruby"], cwd: "/tmp/mm/app" });
    expect(plan.env).toMatchObject({
      ...{ RAILS_ENV: "staging", RACK_ENV: "production", BUNDLE_FROZEN: "true", GREETING: "hello" },
      ...{ HOME: "/tmp/mm/home", MEGAMODE_STAGE: "pr-12", MEGAMODE_PREFLIGHT: "1", TZ: ":UTC" },
      MEGAMODE_PROXY_SECRET: "ab",
    });
    for (const name of ["LD_PRELOAD", "PATH", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) {
      expect(plan.env).not.toHaveProperty(name);
    }
  });

  test("has the function's file systems", () => {
    expect(plan.mounts).toEqual(["/mnt/data"]);
  });

  test("is asked below the stage, by a host of the front door's form", () => {
    expect(plan.request).toMatchObject({
      path: "/up",
      headers: {
        host: "0000000000.execute-api.eu-west-1.amazonaws.com",
        "x-forwarded-proto": "https",
        "x-megamode-prefix": "/pr-12",
        "x-megamode-secret": "ab",
      },
    });
  });
});

describe("a placeholder", () => {
  const given = {
    ...{ DATABASE_URL: "ssm:/shop/db", REDIS_URL: "secretsmanager:redis", API_URL: "ssm:/api" },
    ...{ STRIPE_KEY: "ssm:/stripe", GREETING: "hello", EMPTY: "" },
  };

  test("stands for what is resolved in Lambda, in the form that its name promises", () => {
    const { variables, replaced } = withPlaceholders(given, false, "    mysql2 (0.5.6)\n");
    expect(variables).toEqual({
      DATABASE_URL: "mysql2://u:p@placeholder.invalid/placeholder",
      REDIS_URL: "redis://placeholder.invalid:6379/0",
      API_URL: "https://placeholder.invalid/",
      STRIPE_KEY: "placeholder",
      GREETING: "hello",
      EMPTY: "",
    });
    expect(replaced).toEqual(["DATABASE_URL", "REDIS_URL", "API_URL", "STRIPE_KEY"]);
  });

  test("stands for a fork's secrets too, which are empty", () => {
    const { variables } = withPlaceholders({ RAILS_MASTER_KEY: "", DATABASE_URL: "" }, true, "");
    expect(variables).toEqual({
      RAILS_MASTER_KEY: "0".repeat(32),
      DATABASE_URL: "postgres://u:p@placeholder.invalid/placeholder",
    });
  });
});
