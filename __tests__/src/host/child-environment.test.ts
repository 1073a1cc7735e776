import { describe, expect, test } from "@jest/globals";
import {
  childEnvironment,
  commandFiles,
  withheldVariables,
} from "../../../src/host/child-environment.ts";

/** One of each kind, as a runner gives them to a step of an action. */
const WITHHELD = {
  AWS_ACCESS_KEY_ID: "AKIA",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SESSION_TOKEN: "session",
  AWS_PROFILE: "deploy",
  AWS_ENDPOINT_URL: "https://localhost",
  AWS_WEB_IDENTITY_TOKEN_FILE: "/token",
  AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23",
  aws_secret_access_key: "in lower case",
  ACTIONS_RUNTIME_TOKEN: "runtime",
  ACTIONS_RUNTIME_URL: "https://pipelines.example",
  ACTIONS_RESULTS_URL: "https://results.example",
  ACTIONS_CACHE_URL: "https://cache.example",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "oidc",
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.example",
  INPUT_ENVIRONMENT: "DATABASE_URL=postgres://production",
  "INPUT_GITHUB-TOKEN": "ghs",
  "INPUT_WITH SPACE": "x",
  Input_Mixed: "x",
  STATE_isPost: "true",
  GITHUB_ENV: "/temp/env",
  GITHUB_PATH: "/temp/path",
  GITHUB_OUTPUT: "/temp/output",
  GITHUB_STATE: "/temp/state",
  GITHUB_STEP_SUMMARY: "/temp/summary",
  github_env: "/temp/env",
  GITHUB_OF_TOMORROW: "/temp/_runner_file_commands/tomorrow_1",
};

/** What ordinary builds need. */
const KEPT = {
  PATH: "/usr/bin",
  HOME: "/home/runner",
  AWS_REGION: "eu-west-1",
  AWS_DEFAULT_REGION: "eu-west-1",
  BUNDLE_GEMS__EXAMPLE__COM: "user:password",
  NPM_TOKEN: "npm",
  NODE_AUTH_TOKEN: "node",
  RAILS_MASTER_KEY: "key",
  DATABASE_URL: "postgres://localhost/test",
  GITHUB_TOKEN: "given in env:",
  GITHUB_SHA: "abc",
  GITHUB_ENVIRONMENT: "no file",
  GITHUB_ACTIONS: "true",
  RUNNER_TEMP: "/temp",
  CI: "true",
  MY_AWS_KEY: "another name",
  REINPUT_X: "another name",
};

describe("the environment of children", () => {
  test.each(Object.keys(WITHHELD))("is without `%s`", (name) => {
    expect(childEnvironment({ ...WITHHELD, ...KEPT })).not.toHaveProperty([name]);
  });

  test.each(Object.entries(KEPT))("has `%s` as it is", (name, value) => {
    expect(childEnvironment({ ...WITHHELD, ...KEPT })).toHaveProperty([name], value);
  });

  test("leaves out exactly what is withheld", () => {
    const all: Record<string, string | undefined> = { ...WITHHELD, ...KEPT, AWS_NONE: undefined };
    expect(withheldVariables(all)).toEqual(WITHHELD);
    expect(childEnvironment(all)).toEqual(KEPT);
  });
});

test("GitHub's command files are those that the environment names", () => {
  expect([...commandFiles({ ...WITHHELD, ...KEPT })].sort()).toEqual([
    "/temp/_runner_file_commands/tomorrow_1",
    "/temp/env",
    "/temp/env",
    "/temp/output",
    "/temp/path",
    "/temp/state",
    "/temp/summary",
  ]);
  expect(commandFiles({ GITHUB_ENV: "", GITHUB_PATH: undefined })).toEqual([]);
});
