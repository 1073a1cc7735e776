import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { API_GATEWAY_ROUTES } from "../../local/services/apigateway/routes.ts";
import { IAM_ACTIONS } from "../../local/services/iam/iam.ts";
import { STS_ACTION } from "../../local/services/iam/sts.ts";
import { LAMBDA_ROUTES } from "../../local/services/lambda/routes.ts";
import { LOGS_OPERATION } from "../../local/services/logs/logs.ts";
import { S3_OPERATIONS } from "../../local/services/s3/s3.ts";
import { SCHEDULER_ROUTES } from "../../local/services/scheduler/routes.ts";
import { SECRETS_OPERATIONS } from "../../local/services/secretsmanager/operations.ts";
import { SSM_OPERATIONS } from "../../local/services/ssm/operations.ts";

const project = resolve(import.meta.dirname, "../..");
const text = readFileSync(join(project, "docs/aws-fidelity.md"), "utf8");

const named = (routes: readonly { readonly operation: string }[]) =>
  routes.map(({ operation }) => operation);

/** Tables of the page, each with its SDK client and what the embedded AWS implements. */
const SERVICES: Readonly<Record<string, readonly [client: string, operations: readonly string[]]>> =
  {
    "API Gateway": ["api-gateway", named(API_GATEWAY_ROUTES)],
    "CloudWatch Logs": ["cloudwatch-logs", [LOGS_OPERATION]],
    "EventBridge Scheduler": ["scheduler", named(SCHEDULER_ROUTES)],
    IAM: ["iam", Object.keys(IAM_ACTIONS)],
    Lambda: ["lambda", named(LAMBDA_ROUTES)],
    S3: ["s3", Object.keys(S3_OPERATIONS)],
    "Secrets Manager": ["secretsmanager", Object.keys(SECRETS_OPERATIONS)],
    STS: ["sts", [STS_ACTION]],
    "Systems Manager": ["ssm", Object.keys(SSM_OPERATIONS)],
  };

/** What the SDK's waiters call. */
const WAITERS: Readonly<Record<string, string>> = {
  waitUntilFunctionActiveV2: "GetFunction",
  waitUntilFunctionUpdatedV2: "GetFunction",
  waitUntilPublishedVersionActive: "GetFunctionConfiguration",
};

/** What the function calls without an SDK, by the file that does. */
const CALLED_BY_RUNTIME: Readonly<Record<string, readonly [service: string, call: string][]>> = {
  "runtime/src/loader/fetch/download.ts": [["S3", "GetObject"]],
  "runtime/src/loader/references/readers.ts": [
    ["Systems Manager", "GetParameters"],
    ["Secrets Manager", "GetSecretValue"],
  ],
  "runtime/src/messages/invoke.ts": [["Lambda", "Invoke"]],
  "runtime/src/messages/presigned.ts": [
    ["S3", "GetObject"],
    ["S3", "PutObject"],
  ],
};

const sources = (folder: string) =>
  readdirSync(join(project, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));

/** Cells of the table below a heading, row by row. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const [, section = ""] = text.split(new RegExp(`^## ${heading}$`, "m"));
  const [table = ""] = section.split(/^## /m, 1);
  const lines = table.split("\n").filter((line) => line.startsWith("| "));
  return lines.slice(2).map((line) => line.slice(2, -2).split(" | "));
}

const callIn = ([cell = ""]: readonly string[]) => /^\[`(\w+)`\]/.exec(cell)?.[1] ?? cell;

/** Calls of a service that the action makes by its SDK. */
function calledBySdk(client: string): readonly string[] {
  const imports = new RegExp(`import \\{([^}]*)\\} from "@aws-sdk/client-${client}"`, "g");
  const names = sources("src").flatMap((file) =>
    [...readFileSync(join(project, file), "utf8").matchAll(imports)].flatMap(([, list = ""]) =>
      list.split(",").map((name) => name.trim()),
    ),
  );
  return names.flatMap((name) => {
    if (name.startsWith("waitUntil")) return WAITERS[name] ?? `what ${name} calls`;
    return /^\w+Command$/.test(name) ? name.slice(0, -"Command".length) : [];
  });
}

test("the page has a table for each service, and no other", () => {
  const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual([...Object.keys(SERVICES), "Beside the calls"]);
});

test("every file of the function that calls AWS is known here", () => {
  const calling = sources("runtime/src").filter(
    (file) =>
      !file.startsWith("runtime/src/aws/") &&
      /\b(signGet|signPost|clientFor|call)\(/.test(readFileSync(join(project, file), "utf8")),
  );
  expect(calling.sort()).toEqual(Object.keys(CALLED_BY_RUNTIME).sort());
});

describe.each(Object.entries(SERVICES))("%s", (service, [client, operations]) => {
  const rows = rowsOf(service);
  const calls = rows.map(callIn);

  test("has a row for each call of ours", () => {
    const ofRuntime = Object.values(CALLED_BY_RUNTIME)
      .flat()
      .filter(([name]) => name === service)
      .map(([, call]) => call);
    const called = [...calledBySdk(client), ...ofRuntime];
    expect(called).not.toEqual([]);
    expect(called.filter((call) => !calls.includes(call))).toEqual([]);
  });

  test("has rows for operations of the embedded AWS only, in order, each once", () => {
    expect(calls.filter((call) => !operations.includes(call))).toEqual([]);
    expect(calls).toEqual([...new Set(calls)].sort());
  });

  test("has a source in each row, and something in each cell", () => {
    for (const row of rows) {
      expect(row).toHaveLength(4);
      expect(row.filter((cell) => cell.trim() === "")).toEqual([]);
      expect(row[0]).toMatch(/^\[`(\w+)`\]\(https:\/\/docs\.aws\.amazon\.com\/\S+API_\1\.html\)$/);
    }
  });
});

test("each service of the embedded AWS has a table", () => {
  const folders = readdirSync(join(project, "local/services"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const known = Object.values(SERVICES).map(([client]) =>
    client.replace("cloudwatch-", "").replace("-", ""),
  );
  expect(folders.filter((name) => !known.includes(name))).toEqual([]);
});
