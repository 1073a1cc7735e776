import { describe, expect, test } from "@jest/globals";
import type { Environment } from "../../../src/inputs/environment.ts";
import { readGiven } from "../../../src/inputs/given.ts";

const read = (env: Environment) => readGiven(env, "/checkout");
const given = (env: Environment) => {
  const { given, problems } = read(env);
  expect(problems).toEqual([]);
  return given;
};

describe("what is given", () => {
  test("is the default of each input where there is nothing", () => {
    expect(given({})).toEqual({
      common: {
        workingDirectory: "/checkout",
        app: "checkout",
        buildCommand: undefined,
        previewDestroyCommand: undefined,
        healthCheckPath: undefined,
        serverCommand: undefined,
        allowEphemeralData: false,
        inject: "on",
        preflight: "request",
        eagerLoad: "auto",
        include: [],
        exclude: [],
        libraries: [],
        executables: [],
        files: [],
        cache: true,
        keepGemFiles: [],
        memory: 1769,
        requestTimeout: 28,
        responseMode: "buffer",
        tmpSize: undefined,
        bucket: undefined,
        executionRole: undefined,
        logFormat: "text",
        functionConfiguration: {},
        prewarmConcurrency: 2,
        githubToken: undefined,
        masterKey: undefined,
      },
      command: "auto",
      stage: undefined,
      stages: undefined,
      protectedStages: ["production"],
      region: "",
      environment: { variables: {}, missing: [] },
      previewEnvironment: { variables: {}, missing: [] },
      buildVariables: [],
      prewarmRate: undefined,
      logLevel: undefined,
      logEvents: false,
      releaseCommand: undefined,
      previewReleaseCommand: undefined,
      previewSharesData: false,
      credentials: [],
    });
  });

  test("is each input by its name", () => {
    const env = {
      "INPUT_WORKING-DIRECTORY": "apps/shop",
      INPUT_APP: "boutique",
      "INPUT_BUILD-COMMAND": "npm ci",
      "INPUT_BUILD-ENVIRONMENT": "A=b\nNPM_TOKEN",
      "INPUT_PREVIEW-DESTROY-COMMAND": "bin/leave",
      "INPUT_HEALTH-CHECK-PATH": "/up",
      "INPUT_SERVER-COMMAND": "thin {socket} {rackup}",
      "INPUT_ALLOW-EPHEMERAL-DATA": "true",
      INPUT_INJECT: "report",
      INPUT_PREFLIGHT: "boot",
      "INPUT_EAGER-LOAD": "first-request",
      INPUT_INCLUDE: "a\nb",
      INPUT_EXCLUDE: "c",
      INPUT_LIBRARIES: "libpq.so",
      INPUT_EXECUTABLES: "convert",
      INPUT_FILES: "/etc/ssl",
      INPUT_CACHE: "false",
      "INPUT_KEEP-GEM-FILES": "*",
      INPUT_MEMORY: "128",
      "INPUT_REQUEST-TIMEOUT": "900",
      "INPUT_RESPONSE-MODE": "stream",
      "INPUT_TMP-SIZE": "10240",
      INPUT_BUCKET: "bundles",
      "INPUT_EXECUTION-ROLE": "arn:aws:iam::123456789012:role/app",
      "INPUT_FUNCTION-CONFIGURATION": '{"Timeout":1}',
      "INPUT_PREWARM-CONCURRENCY": "100",
      "INPUT_GITHUB-TOKEN": "ghs",
      INPUT_COMMAND: "destroy",
      INPUT_STAGE: "beta",
      INPUT_STAGES: "main: beta",
      "INPUT_PROTECTED-STAGES": "beta",
      INPUT_REGION: "eu-west-1",
      INPUT_ENVIRONMENT: "AA=b\nBARE\nNONE",
      BARE: "of the step",
      "INPUT_PREVIEW-ENVIRONMENT": "CC=d",
      "INPUT_PREWARM-RATE": "1 hour",
      "INPUT_LOG-LEVEL": "debug",
      "INPUT_RELEASE-COMMAND": "migrate",
      "INPUT_PREVIEW-RELEASE-COMMAND": "seed",
      "INPUT_PREVIEW-SHARES-DATA": "true",
      "INPUT_LOG-FORMAT": "json",
      "INPUT_LOG-EVENTS": "true",
    };
    expect(given(env)).toEqual({
      common: {
        workingDirectory: "/checkout/apps/shop",
        app: "boutique",
        buildCommand: "npm ci",
        previewDestroyCommand: "bin/leave",
        healthCheckPath: "/up",
        serverCommand: "thin {socket} {rackup}",
        allowEphemeralData: true,
        inject: "report",
        preflight: "boot",
        eagerLoad: "first-request",
        include: ["a", "b"],
        exclude: ["c"],
        libraries: ["libpq.so"],
        executables: ["convert"],
        files: ["/etc/ssl"],
        cache: false,
        keepGemFiles: ["*"],
        memory: 128,
        requestTimeout: 900,
        responseMode: "stream",
        tmpSize: 10240,
        bucket: "bundles",
        executionRole: "arn:aws:iam::123456789012:role/app",
        logFormat: "json",
        functionConfiguration: { Timeout: 1 },
        prewarmConcurrency: 100,
        githubToken: "ghs",
        masterKey: undefined,
      },
      command: "destroy",
      stage: "beta",
      stages: new Map([["main", "beta"]]),
      protectedStages: ["beta"],
      region: "eu-west-1",
      environment: {
        variables: { AA: "b", BARE: "of the step" },
        missing: [{ name: "NONE", value: undefined, line: 3 }],
      },
      previewEnvironment: { variables: { CC: "d" }, missing: [] },
      buildVariables: [
        { name: "A", value: "b", line: 1 },
        { name: "NPM_TOKEN", value: undefined, line: 2 },
      ],
      prewarmRate: "1 hour",
      logLevel: "debug",
      logEvents: true,
      releaseCommand: "migrate",
      previewReleaseCommand: "seed",
      previewSharesData: true,
      credentials: [],
    });
  });

  test("has no space around it, and is not given if there is nothing else", () => {
    const { common } = given({ INPUT_APP: "  shop\n", INPUT_BUCKET: "  ", INPUT_MEMORY: "" });
    expect(common).toMatchObject({ app: "shop", bucket: undefined, memory: 1769 });
  });
});

describe("an input that is wrong", () => {
  test.each([
    ["MEMORY", "127"],
    ["MEMORY", "10241"],
    ["REQUEST-TIMEOUT", "0"],
    ["REQUEST-TIMEOUT", "901"],
    ["RESPONSE-MODE", "streaming"],
    ["TMP-SIZE", "511"],
    ["TMP-SIZE", "10241"],
    ["PREWARM-CONCURRENCY", "0"],
    ["PREWARM-CONCURRENCY", "101"],
    ["INJECT", "yes"],
    ["PREFLIGHT", "on"],
    ["EAGER-LOAD", "false"],
    ["LOG-LEVEL", "verbose"],
    ["LOG-FORMAT", "JSON"],
    ["LOG-EVENTS", "yes"],
    ["COMMAND", "rollback"],
    ["CACHE", "no"],
    ["STAGE", "Pull_Request"],
    ["PROTECTED-STAGES", "A"],
    ["APP", "A"],
  ])("is a problem that names it: %s of %s", (input, text) => {
    const { problems } = read({ [`INPUT_${input}`]: text });
    expect(problems).toEqual([
      expect.stringMatching(new RegExp(`^\`${input.toLowerCase()}\`: .*\`${text}\``)),
    ]);
  });

  test("has the default's value, and does not hide another problem", () => {
    const { given, problems } = read({ INPUT_MEMORY: "lots", INPUT_CACHE: "no", INPUT_X: "1" });
    expect(given.common).toMatchObject({ memory: 1769, cache: true });
    expect(problems.map((line) => line.split(":")[0])).toEqual(["`x`", "`cache`", "`memory`"]);
  });
});

describe("`preview-shares-database`", () => {
  test.each([
    [{}, false],
    [{ "INPUT_PREVIEW-SHARES-DATABASE": "true" }, true],
    [{ "INPUT_PREVIEW-SHARES-DATABASE": "true", "INPUT_PREVIEW-SHARES-DATA": "true" }, true],
    [{ "INPUT_PREVIEW-SHARES-DATA": "true", "INPUT_PREVIEW-SHARES-DATABASE": "" }, true],
  ])("is an older name of `preview-shares-data`: %j is %s", (env, shares) =>
    expect(given(env).previewSharesData).toBe(shares),
  );

  test.each([
    ["true", "false"],
    ["false", "true"],
  ])("is an error where it says %s and the other %s", (older, newer) => {
    const { given, problems } = read({
      "INPUT_PREVIEW-SHARES-DATABASE": older,
      "INPUT_PREVIEW-SHARES-DATA": newer,
    });
    expect(problems).toEqual([
      expect.stringMatching(/^`preview-shares-database`: .*`preview-shares-data`/),
    ]);
    expect(given.previewSharesData).toBe(false);
  });
});

describe("the app's name", () => {
  test.each<[Environment, string]>([
    [{ GITHUB_REPOSITORY: "org/My_Shop" }, "my-shop"],
    [{ "INPUT_WORKING-DIRECTORY": "apps/My Shop" }, "my-shop"],
    [{ "INPUT_WORKING-DIRECTORY": "apps/other", GITHUB_REPOSITORY: "org/shop" }, "shop"],
    [{ INPUT_APP: "boutique", GITHUB_REPOSITORY: "org/shop" }, "boutique"],
  ])("of %j is %s", (env, app) => expect(given(env).common.app).toBe(app));
});

describe("the region", () => {
  test.each<[Environment, string]>([
    [{ INPUT_REGION: "a", AWS_REGION: "b", AWS_DEFAULT_REGION: "c" }, "a"],
    [{ AWS_REGION: "b", AWS_DEFAULT_REGION: "c" }, "b"],
    [{ AWS_REGION: "", AWS_DEFAULT_REGION: "c" }, "c"],
    [{ AWS_DEFAULT_REGION: "c" }, "c"],
  ])("of %j is %s", (env, region) => expect(given(env).region).toBe(region));
});

describe("secrets of the job", () => {
  test("are the keys that it signs with, where it has them", () => {
    expect(given({ AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "" }).credentials).toEqual(["s"]);
    expect(given({ AWS_SESSION_TOKEN: "t" }).credentials).toEqual(["t"]);
  });

  test("are Rails' master key, without the file's last line break", () => {
    expect(given({ RAILS_MASTER_KEY: "0123\n" }).common.masterKey).toBe("0123");
    expect(given({ RAILS_MASTER_KEY: " " }).common.masterKey).toBeUndefined();
  });
});
