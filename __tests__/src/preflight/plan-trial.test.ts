import { describe, expect, test } from "@jest/globals";
import type { Manifest } from "../../../contract/manifest.ts";
import { planTrial, type TrialInput } from "../../../src/preflight/plan-trial.ts";

const manifest: Manifest = {
  schema: 1,
  archives: [],
  label: "Rails",
  healthCheck: { path: "/up" },
  server: {
    argv: ["/tmp/mm/bin/ruby"],
    cwd: "/tmp/mm/app",
    env: { BUNDLE_FROZEN: "true" },
    defaults: { RAILS_ENV: "production", RACK_ENV: "production" },
  },
};

const planned = (more: Partial<TrialInput> = {}) =>
  planTrial({
    manifest,
    app: "shop",
    stage: "pr-12",
    region: "eu-west-1",
    random: "ab",
    asks: true,
    memory: 512,
    file: "/assets/app-12345678.css",
    sessionSecrets: ["SESSION_SECRET"],
    environment: { RAILS_ENV: "staging", LD_PRELOAD: "/x.so", GREETING: "hello" },
    functionConfiguration: { FileSystemConfigs: [{ Arn: "arn", LocalMountPath: "/mnt/data" }] },
    ...more,
  });

describe("what is started", () => {
  test("is what the proxy starts", () => {
    expect(planned()).toMatchObject({
      argv: ["/tmp/mm/bin/ruby"],
      cwd: "/tmp/mm/app",
      bootLimit: 90_000,
    });
  });

  test("has the stage's environment, and nothing of the runner's", () => {
    expect(planned().env).toEqual({
      RAILS_ENV: "staging",
      RACK_ENV: "production",
      BUNDLE_FROZEN: "true",
      GREETING: "hello",
      HOME: "/tmp/mm/home",
      TZ: "UTC",
      LANG: "en_US.UTF-8",
      PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "eu-west-1",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      AWS_LAMBDA_FUNCTION_NAME: "shop-pr-12",
      AWS_LAMBDA_FUNCTION_VERSION: "1",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_FORMAT: "Text",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/shop-pr-12",
      AWS_LAMBDA_LOG_STREAM_NAME: "preflight",
      AWS_EC2_METADATA_DISABLED: "true",
      SECRET_KEY_BASE: "abab",
      SESSION_SECRET: "abab",
      MEGAMODE_APP: "shop",
      MEGAMODE_STAGE: "pr-12",
      MEGAMODE_PREFLIGHT: "1",
      MEGAMODE_RELEASE: expect.stringMatching(/^[0-9a-f]{64}$/),
      MEGAMODE_PROXY_SECRET: "ab",
    });
  });

  test("loads everything, whatever is deferred in Lambda: what does not load is found before the deploy", () => {
    const { server } = manifest;
    for (const mode of ["auto", "first-request"]) {
      const defaults = { ...server.defaults, MEGAMODE_EAGER_LOAD: mode };
      const from = { manifest: { ...manifest, server: { ...server, defaults } } };
      const environment = { MEGAMODE_EAGER_LOAD: "first-request" };
      for (const plan of [planned(from), planned({ ...from, environment })]) {
        expect(plan.env).toMatchObject({ MEGAMODE_EAGER_LOAD: "app" });
      }
    }
  });

  test("cannot change what Lambda reserves, and may have a time zone of its own", () => {
    const environment = { AWS_REGION: "mars", AWS_EXECUTION_ENV: "x", TZ: "Europe/Berlin" };
    expect(planned({ environment }).env).toMatchObject({
      AWS_REGION: "eu-west-1",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      TZ: "Europe/Berlin",
    });
  });

  test("has the app's own secret, and never another stage's name", () => {
    const environment = { SECRET_KEY_BASE: "own", MEGAMODE_STAGE: "production" };
    expect(planned({ environment }).env).toMatchObject({
      SECRET_KEY_BASE: "own",
      MEGAMODE_STAGE: "pr-12",
    });
  });

  test("has the function's file systems", () => {
    expect(planned().mounts).toEqual(["/mnt/data"]);
  });

  test("is asked below the stage, by a host of the front door's form", () => {
    expect(planned().request).toEqual({
      path: "/up",
      headers: {
        host: "0000000000.execute-api.eu-west-1.amazonaws.com",
        accept: "*/*",
        "user-agent": "megamode-preflight",
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "https",
        "x-forwarded-port": "443",
        "x-forwarded-host": "0000000000.execute-api.eu-west-1.amazonaws.com",
        "x-request-id": "00000000-0000-0000-0000-000000000000",
        "x-megamode-prefix": "/pr-12",
        "x-megamode-secret": "ab",
      },
      limit: 30_000,
      file: "/assets/app-12345678.css",
    });
  });

  test("is requested by the public URL, if a CDN is in front", () => {
    const environment = { MEGAMODE_PUBLIC_URL: "https://www.example.com:8443/shop" };
    expect(planned({ environment }).request?.headers).toMatchObject({
      host: "www.example.com:8443",
      "x-forwarded-host": "www.example.com:8443",
      "x-forwarded-port": "8443",
      "x-megamode-prefix": "/shop",
    });
  });

  test("is not asked where nobody wants that", () => {
    expect(planned({ asks: false }).request).toBeUndefined();
  });

  test("lies in some region, even if nobody has named one", () => {
    const plan = planned({ region: "" });
    expect(plan.env).toMatchObject({ AWS_REGION: "us-east-1", AWS_DEFAULT_REGION: "us-east-1" });
    expect(plan.request?.headers.host).toBe("0000000000.execute-api.us-east-1.amazonaws.com");
  });
});
