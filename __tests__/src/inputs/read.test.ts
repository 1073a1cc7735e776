import { describe, expect, test } from "@jest/globals";
import { UserError } from "../../../src/errors.ts";
import { readInputs } from "../../../src/inputs/read.ts";
import {
  dependabots,
  dispatch,
  type Event,
  mergeGroup,
  pullRequest,
  push,
  schedule,
  workflowRun,
} from "./event/payloads.ts";

const base = { AWS_REGION: "eu-west-1", GITHUB_REPOSITORY: "org/My_Shop" };
const read = (given: Record<string, string>) =>
  readInputs(
    {
      ...base,
      ...Object.fromEntries(
        Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
    },
    "/checkout",
  );

function problem(given: Record<string, string>): string {
  try {
    read(given);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error("No error");
}

describe("readInputs", () => {
  test("needs nothing but a region", () => {
    expect(read({})).toMatchObject({
      workingDirectory: "/checkout",
      app: "my-shop",
      stage: "production",
      region: "eu-west-1",
      memory: 1769,
      requestTimeout: 28,
      prewarmConcurrency: 2,
      prewarmRate: "30 minutes",
      environment: {},
    });
  });

  test("names all wrong inputs at once", () => {
    const message = problem({ memory: "lots", stage: "Pull_Request", "execution-role": "me" });
    expect(message).toMatch(/3 inputs are wrong/);
    for (const name of ["memory", "stage", "execution-role"])
      expect(message).toContain(`\`${name}\``);
  });

  test("suggests a name that is allowed", () => {
    expect(problem({ stage: "Feature/Login" })).toContain("`feature-login`");
  });

  test("says which variable would give the region", () => {
    expect(() => readInputs({}, "/checkout")).toThrow(/`region`.*AWS_REGION/);
  });
});

/** Inputs of a run that an event has started. */
function inputs(
  event: { readonly env: Readonly<Record<string, string>>; readonly payload: unknown },
  given: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = { AWS_REGION: "eu-west-1" },
) {
  const named = Object.entries(given).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]);
  return readInputs(
    { ...env, ...event.env, ...Object.fromEntries(named) },
    "/checkout",
    event.payload,
  );
}

const main = push("refs/heads/main");

describe("the region", () => {
  test.each([
    ["a fork's build", pullRequest("opened", "fork"), {}],
    ["a fork's report of the edits", pullRequest("opened", "fork"), { inject: "report" }],
    ["a merge queue's build", mergeGroup("main"), {}],
    ["a branch without a stage", push("refs/heads/login"), {}],
    ["a report of the edits", main, { inject: "report" }],
  ])("is not needed by a run that does not call AWS: %s", (_, event, given) =>
    expect(inputs(event, given, {}).region).toBe(""),
  );

  test.each([
    ["a deploy", main],
    ["a preview that goes", pullRequest("closed", "branch")],
    ["a prewarm", schedule()],
  ])("is needed by any other: %s", (_, event) =>
    expect(() => inputs(event, {}, {})).toThrow(
      "An input is wrong. `region`: not given, and AWS_REGION is not set. Give `region: eu-west-1`.",
    ),
  );
});

describe("the stage", () => {
  test.each([
    ["production", main, {}, { stage: "production", trust: "protected" }],
    ["another", main, { stage: "beta" }, { stage: "beta", trust: "deployed" }],
    ["one by a rule", main, { stages: "main: beta" }, { stage: "beta", preview: undefined }],
    [
      "a protected one",
      dispatch("refs/heads/main"),
      { stage: "beta", "protected-stages": "beta" },
      { stage: "beta", trust: "protected" },
    ],
    [
      "a preview, which is never protected",
      main,
      { stage: "pr-3", "protected-stages": "pr-3" },
      { stage: "pr-3", trust: "preview", preview: { number: 3 } },
    ],
    [
      "a fork's preview",
      pullRequest("opened", "fork"),
      {},
      { stage: "pr-12", preview: { number: 12 } },
    ],
    [
      "`production` where the run is about none",
      schedule(),
      { command: "gc" },
      { stage: "production", preview: undefined },
    ],
  ])("is %s", (_, event, given, expected) => expect(inputs(event, given)).toMatchObject(expected));

  test.each<[string, Event, string]>([
    ["a fork's pull request", pullRequest("opened", "fork"), "production"],
    ["a fork's, in a stage", pullRequest("opened", "fork"), "beta"],
    ["Dependabot's", dependabots("opened"), "production"],
    ["a merge queue", mergeGroup("main"), "production"],
    ["a merge queue, in a stage", mergeGroup("main"), "beta"],
  ])("lends no trust to what is only built: %s", (_, event, stage) => {
    for (const command of ["auto", "deploy"]) {
      const { task, trust } = inputs(event, { stage, command });
      expect([task.kind, trust]).toEqual(["build", "preview"]);
    }
    expect(inputs(event).trust).toBe("preview");
  });

  test("is a problem of `stages` where these cannot be read", () =>
    expect(() => inputs(main, { stages: "main" })).toThrow("`stages`: `main`"));
});

describe("the environment of Rails and Rack", () => {
  test("is one for every stage, unless a preview has its own; the function's variables say no other", () => {
    expect(inputs(main).railsEnv).toEqual({ name: "production", from: undefined });
    const given = { "rails-env": "staging", "preview-environment": "RACK_ENV=preview" };
    expect(inputs(main, given).railsEnv.name).toBe("staging");
    const preview = inputs(pullRequest("opened", "branch"), {
      ...given,
      environment: "RAILS_ENV=",
    });
    expect(preview.railsEnv.name).toBe("preview");
    expect(preview.environment).toEqual({ RACK_ENV: "preview" });
  });

  test("is a name, and only one", () => {
    expect(problem({ "rails-env": "../x" })).toContain("`rails-env`: `../x` must be a name");
    const two = { "rails-env": "staging", environment: "RACK_ENV=qa" };
    expect(problem(two)).toContain("`rails-env` is `staging`, and `RACK_ENV` in `environment`");
  });
});

describe("values that are kept in AWS", () => {
  const kept = { environment: "API_KEY=ssm:/shop/key\nAA=b" };

  test("are passed on as they are, and a reference is no secret", () => {
    const read = inputs(main, kept);
    expect(read.environment.API_KEY).toBe("ssm:/shop/key");
    expect(read.secrets).toEqual([]);
  });

  test.each([
    [{ environment: "AA=ssm:shop/hunter2" }, "`environment`: the value of `AA` begins with `ssm:`"],
    [{ "preview-environment": "AA=ssm:{stage}/b" }, "`preview-environment`: the value of `AA`"],
    [{ "build-environment": "AA=ssm:/b" }, "`build-environment`: `AA` refers to what is kept"],
    [{ environment: "AA=ssm:/b", "build-environment": "AA" }, "`build-environment`: `AA` refers"],
    [{ "preview-environment": "AA=ssm:/{number}" }, "`AA` has `{number}` without `pr-` before it"],
  ])("have to be well written: %j", (given, said) => {
    expect(problem(given)).toContain(said);
    expect(problem(given)).not.toContain("hunter2");
  });

  test("are not for a preview that has none of its own", () => {
    const event = pullRequest("opened", "branch");
    expect(() => inputs(event, kept)).toThrow(
      "would read what other stages keep in AWS by `API_KEY`",
    );
    const own = { ...kept, "preview-environment": "API_KEY=ssm:/shop/{stage}/key" };
    expect(inputs(event, own).environment.API_KEY).toBe("ssm:/shop/pr-12/key");
    const shared = inputs(event, { ...kept, "preview-shares-data": "true" });
    expect(shared.environment.API_KEY).toBe("ssm:/shop/key");
  });

  test("may be the secret of a CDN: the proxy sees how long it is", () => {
    const names = "X-Forwarded-Host\nX-CDN-Secret=CDN_CODE";
    const given = { "trusted-proxy-headers": names, environment: "CDN_CODE=ssm:/cdn" };
    expect(inputs(main, given).secrets).toEqual([]);
  });
});

describe("the log level", () => {
  test("is a variable of the stage, which wins over one of the same name", () => {
    const environment = "MEGAMODE_LOG_LEVEL=info\nAA=b";
    expect(inputs(main, { environment, "log-level": "debug" }).environment).toEqual({
      MEGAMODE_LOG_LEVEL: "debug",
      AA: "b",
    });
    expect(inputs(main, { environment }).environment.MEGAMODE_LOG_LEVEL).toBe("info");
  });
});

describe("what is in front of a stage", () => {
  const secret = "environment";
  const cdn = {
    "public-url": "https://www.example.com/shop/",
    "trusted-proxy-headers": "X-Forwarded-Host\nForwarded\nX-CDN-Secret=CDN_CODE",
    [secret]: "CDN_CODE=0123456789abcdef",
  };

  test("is told to the function by variables, and the secret is masked whatever its name is", () => {
    const read = inputs(main, cdn);
    expect(read.environment).toEqual({
      CDN_CODE: "0123456789abcdef",
      MEGAMODE_PUBLIC_URL: "https://www.example.com/shop",
      MEGAMODE_TRUSTED_PROXY_HEADERS: "x-forwarded-host forwarded x-cdn-secret=CDN_CODE",
    });
    expect(read.secrets).toContain("0123456789abcdef");
  });

  test("is not in front of a preview", () => {
    const { environment } = inputs(pullRequest("opened", "branch"), { ...cdn, [secret]: "AA=b" });
    expect(environment).toEqual({ AA: "b" });
  });

  test.each([
    [{ "public-url": "http://www.example.com" }, "`public-url`: must be an https URL"],
    [{ "public-url": "https://u:hidden@www.example.com" }, "`public-url`: must be an https URL"],
    [{ environment: "MEGAMODE_PUBLIC_URL=x" }, "`public-url`: must be an https URL"],
    [{ ...cdn, [secret]: "" }, "`CDN_CODE` of `environment` is not set"],
    [{ ...cdn, [secret]: "CDN_CODE=" }, "`CDN_CODE` of `environment` is not set"],
    [{ ...cdn, [secret]: "CDN_CODE=hidden" }, "`CDN_CODE` of `environment` has 6 characters"],
    [
      { ...cdn, "trusted-proxy-headers": "X-Real-Ip\nX-CDN-Secret=CDN_CODE" },
      "`trusted-proxy-headers`: `x-real-ip` cannot be trusted",
    ],
    [{ ...cdn, "trusted-proxy-headers": "Forwarded" }, "`trusted-proxy-headers`: give exactly one"],
    [
      { "trusted-proxy-headers": "Forwarded\nX-CDN-Secret=hidden-value-0123456" },
      "`trusted-proxy-headers`: give exactly one",
    ],
  ])("%j is refused, and nothing secret is shown", (given, message) => {
    expect(problem(given)).toContain(message);
    expect(problem(given)).not.toContain("hidden");
  });
});

describe("how often a stage is prewarmed", () => {
  test.each([
    ["production", undefined, "30 minutes"],
    ["production", "off", undefined],
    ["production", "1 hour", "1 hour"],
    ["pr-7", undefined, undefined],
    ["pr-7", "5 minutes", "5 minutes"],
  ])("of %s, given %s, is %s", (stage, rate, expected) =>
    expect(inputs(main, { stage, ...(rate && { "prewarm-rate": rate }) }).prewarmRate).toBe(
      expected,
    ),
  );
});

describe("a name that begins with `pr-`", () => {
  test.each(["pr-x", "pr-012", "pr-1-2"])("belongs to no deployed stage: %s", (stage) => {
    expect(() => inputs(main, { stage })).toThrow(`\`stage\`: \`${stage}\` is no preview`);
    expect(() => inputs(main, { stages: `main: ${stage}` })).toThrow("`stages`");
  });

  test.each(["pr-x", "pr-12"])("may belong to a pull request's stage: %s", (stage) => {
    expect(inputs(pullRequest("opened", "branch"), { stage }).trust).toBe("preview");
  });

  test("can be removed, whatever it is", () => {
    const given = { command: "destroy", stage: "pr-x" };
    expect(inputs(main, given).task).toMatchObject({ kind: "destroy", stage: "pr-x" });
  });
});

describe("an event that is refused", () => {
  test.each([
    [dispatch("refs/heads/login"), {}, "`login`"],
    [pullRequest("opened", "fork", "pull_request_target"), { command: "deploy" }, "another repo"],
    [workflowRun("fork"), { inject: "report" }, "another repository"],
    [pullRequest("opened", "branch"), { command: "deploy", stage: "production" }, "protected"],
  ])("is one of the problems, beside those of inputs", (event, given, said) =>
    expect(() => inputs(event, { ...given, memory: "lots" })).toThrow(
      new RegExp(`^2 inputs are wrong[^]*memory[^]*${said}`),
    ),
  );
});

describe("a preview", () => {
  const event = pullRequest("opened", "branch");
  const environment = "HOST=shop\nDATABASE_URL=postgres://u:hunter22@db/shop\nCACHE_DATABASE_URL=";

  test("has its own variables over the stages', its name and number replaced", () => {
    const given = {
      environment,
      "preview-environment": "DATABASE_URL=postgres://u:p@db/{stage}_{number}\nONLY=here",
    };
    expect(inputs(event, given).environment).toEqual({
      HOST: "shop",
      DATABASE_URL: "postgres://u:p@db/pr-12_12",
      CACHE_DATABASE_URL: "",
      ONLY: "here",
    });
    expect(inputs(main, given).environment).not.toHaveProperty("ONLY");
  });

  test("runs a release command of its own or none", () => {
    const given = { "release-command": "migrate" };
    expect(inputs(event, given).releaseCommand).toBeUndefined();
    expect(inputs(event, { ...given, "preview-release-command": "p" }).releaseCommand).toBe("p");
    expect(inputs(main, given).releaseCommand).toBe("migrate");
  });

  const mount = '{"FileSystemConfigs": [{"Arn": "arn", "LocalMountPath": "/mnt/data"}]}';
  const data = {
    environment: [
      "DATABASE_URL=postgres://u:hunter22@db/shop",
      "REDIS_URL=rediss://:hunter22@cache.internal",
      "SEARCH_URL=ssm:/shop/hunter22",
      "HOST=shop.example",
    ].join("\n"),
    "function-configuration": mount,
  };
  const lines = [
    "DATABASE_URL=postgres://.../{number}",
    "REDIS_URL=rediss://.../{number}",
    "SEARCH_URL=ssm:/.../{stage}",
  ];

  test("does not use other stages' data by mistake: all at once, each with the line to paste", () => {
    expect.assertions(9);
    try {
      inputs(event, data);
    } catch (error) {
      const { message } = error as UserError;
      expect(message).toMatch(/^4 inputs are wrong/);
      for (const line of lines) expect(message).toContain(`\`${line}\``);
      expect(message.match(/`preview-shares-data: true`/g)).toHaveLength(4);
      expect(message).toMatch(/`function-configuration`: .*`FileSystemConfigs`/);
      for (const hidden of ["hunter22", "cache.internal", "HOST"])
        expect(message).not.toContain(hidden);
    }
  });

  test("uses data of its own, by those lines", () => {
    const own = { ...data, "function-configuration": "", "preview-environment": lines.join("\n") };
    expect(inputs(event, own).environment.REDIS_URL).toBe("rediss://.../12");
  });

  test.each(["preview-shares-data", "preview-shares-database"])(
    "uses other stages' data with `%s: true`, by its older name too",
    (name) => {
      expect(inputs(event, { ...data, [name]: "true" }).task.kind).toBe("deploy");
      expect(() => inputs(event, { ...data, [name]: "false" })).toThrow("4 inputs are wrong");
    },
  );

  test("is the only one that is refused: a deployed stage, a removal and a build have the data", () => {
    expect(inputs(main, data).task.kind).toBe("deploy");
    expect(inputs(pullRequest("closed", "branch"), data).task.kind).toBe("destroy");
    expect(inputs(pullRequest("opened", "fork"), data).task.kind).toBe("build");
    expect(() => inputs(main, { ...data, stage: "pr-3" })).toThrow("4 inputs are wrong");
  });

  test.each(["[]", "null", undefined])("mounts nothing by FileSystemConfigs %s", (configs) => {
    const given = configs === undefined ? "{}" : `{"FileSystemConfigs": ${configs}}`;
    expect(inputs(event, { "function-configuration": given }).task.kind).toBe("deploy");
  });
});

describe("`build-environment`", () => {
  const step = { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "AKIA", NPM_TOKEN: "npm" };
  const build = (event: unknown, given: Record<string, string>) =>
    inputs(event as typeof main, given, step).buildEnvironment;

  test("gives a name the stage's value, a preview's own in a preview, else the step's", () => {
    const given = {
      environment: "AA=stage\nNPM_TOKEN=stage's",
      "preview-environment": "AA=of {stage}",
      "build-environment": "AA\nB=c\nNPM_TOKEN\nAWS_ACCESS_KEY_ID",
    };
    const others = { B: "c", NPM_TOKEN: "stage's", AWS_ACCESS_KEY_ID: "AKIA" };
    expect(build(main, given)).toEqual({ ...others, AA: "stage" });
    expect(build(pullRequest("opened", "branch"), given)).toEqual({ ...others, AA: "of pr-12" });
  });

  test("that names what nobody gives is an error with each name, where something is deployed", () => {
    const given = { "build-environment": "NONE\nB=c\nNEITHER" };
    expect(() => build(main, given)).toThrow(
      /2 inputs are wrong.\n- `build-environment`: `NONE` is only named, and is neither in `environment` nor in .*\n- `build-environment`: `NEITHER` is only/,
    );
    expect(build(pullRequest("opened", "fork"), given)).toEqual({ B: "c" });
    expect(build(pullRequest("closed", "branch"), given)).toEqual({ B: "c" });
  });

  test("has secrets by the same rule as the other variables", () => {
    const given = { "build-environment": "SOME_TOKEN=planted-5\nOTHER=shown\nNPM_TOKEN" };
    const { secrets } = inputs(main, given, { ...step, NPM_TOKEN: "planted-6" });
    expect(secrets).toEqual(expect.arrayContaining(["planted-5", "planted-6"]));
    expect(secrets).not.toContain("shown");
  });
});

describe("a variable that is only named", () => {
  const step = { AWS_REGION: "eu-west-1", API_KEY: 'planted-"7"', PEM: "1\n2" };
  const branch = pullRequest("opened", "branch");

  test("has the step's value, in `environment` and in a preview's", () => {
    const given = { environment: "API_KEY", "preview-environment": "PEM\nOTHER=x" };
    expect(inputs(main, given, step).environment).toEqual({ API_KEY: 'planted-"7"' });
    expect(inputs(branch, given, step).environment).toEqual({
      API_KEY: 'planted-"7"',
      PEM: "1\n2",
      OTHER: "x",
    });
    expect(inputs(main, given, step).secrets).toContain('planted-"7"');
  });

  test.each([
    [
      "main",
      main,
      { environment: "PEM\nNONE" },
      /`environment`: `NONE` is only named, and is not in the step's `env:`\./,
    ],
    [
      "a preview",
      branch,
      { "preview-environment": "NONE" },
      /`preview-environment`: `NONE` is only named/,
    ],
    [
      "a line that may be no name",
      main,
      { environment: "PEM\nhunter2" },
      /`environment`: the variable of line 2 is only named/,
    ],
  ])("and that the step does not have is an error: of %s", (_, event, given, message) =>
    expect(() => inputs(event, given, step)).toThrow(message),
  );

  test.each<[string, Event, Record<string, string>]>([
    [
      "a preview has a value of its own",
      branch,
      { environment: "NONE", "preview-environment": "NONE=1" },
    ],
    ["the stage is no preview", main, { "preview-environment": "NONE" }],
    ["nothing is deployed", pullRequest("opened", "fork"), { environment: "NONE" }],
    ["nothing is built", schedule(), { environment: "NONE" }],
  ])("may have no value where %s", (_, event, given) =>
    expect(() => inputs(event, given, step)).not.toThrow(),
  );
});

describe("secrets", () => {
  test("are values whose names or passwords say so, of whichever stage", () => {
    const { secrets } = inputs(
      main,
      {
        environment:
          "API_KEY=planted-1\nHOST=shop.example\nDATABASE_URL=postgres://u:s%40planted@db/x",
        "preview-environment": "session_secret=planted-2",
        "github-token": "ghs_planted",
      },
      { AWS_REGION: "eu-west-1", RAILS_MASTER_KEY: "planted-3", AWS_SESSION_TOKEN: "planted-4" },
    );
    expect(secrets).toEqual(
      expect.arrayContaining([
        "planted-1",
        "planted-2",
        "planted-3",
        "planted-4",
        "ghs_planted",
        "postgres://u:s%40planted@db/x",
        "s%40planted",
        "s@planted",
      ]),
    );
    expect(secrets).not.toContain("shop.example");
  });
});
