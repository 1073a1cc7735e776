import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  DeleteRestApiCommand,
  GetRestApisCommand,
  TagResourceCommand,
} from "@aws-sdk/client-api-gateway";
import { IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { LoggedRequest } from "../../local/control/request-log.ts";
import { putParameter } from "../local/kept.ts";
import { dispatch, pullRequest, push, schedule } from "../src/inputs/event/payloads.ts";
import {
  askJson,
  CHEAP,
  type Cloud,
  copyApp,
  deploy,
  FILE_SYSTEM,
  FIXTURES,
  openCloud,
  succeeded,
  whyChanged,
} from "./harness.ts";

let cloud: Cloud;
let github: Server;
let apiUrl: string;
/** Pull requests that GitHub says are closed. */
const closed = new Set<number>();
const app = copyApp(join(FIXTURES, "probe"));
const scratch = mkdtempSync(join(tmpdir(), "megamode-events-"));

beforeAll(async () => {
  cloud = await openCloud();
  const aws = { ...cloud.aws, credentials: cloud.aws };
  await putParameter(aws, "/shop/production/code", "ours");
  await putParameter(aws, "/shop/pr-12/code", "theirs");
  github = createServer((request, response) => {
    const number = Number(request.url?.split("/").at(-1));
    const state = closed.has(number) ? "closed" : "open";
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ number, state }));
  });
  await new Promise<void>((done) => github.listen(0, "127.0.0.1", done));
  apiUrl = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
});
afterAll(async () => {
  github?.close();
  rmSync(scratch, { recursive: true });
  await cloud?.close();
});

const inputs = {
  ...CHEAP,
  environment: "GREETING=hello\nCODE=ssm:/shop/production/code",
  "preview-environment": "CODE=ssm:/shop/{stage}/code",
  "github-token": "ghs_planted",
  "release-command": 'echo "of production $CODE"',
  "preview-release-command": 'echo "of the preview $MEGAMODE_STAGE $CODE"',
  "preview-destroy-command": "echo farewell",
};

/** Runs the action for an event, as the workflow in the README does. */
function on(
  event: ReturnType<typeof push>,
  more: { inputs?: Record<string, string>; env?: Record<string, string>; app?: string } = {},
) {
  const payload = join(scratch, "event.json");
  writeFileSync(payload, JSON.stringify(event.payload));
  return deploy(cloud, {
    app: more.app ?? app,
    stage: "",
    inputs: { ...inputs, ...more.inputs },
    env: {
      ...event.env,
      GITHUB_REPOSITORY_ID: "987654321",
      GITHUB_EVENT_PATH: payload,
      GITHUB_API_URL: apiUrl,
      ...more.env,
    },
  });
}

/** A PATH with the system's programs, without Ruby and git. */
function pathWithoutRuby(): string {
  const folder = join(scratch, "bin");
  mkdirSync(folder);
  for (const name of readdirSync("/usr/bin")) {
    if (!/^(ruby|bundle|gem|git)/.test(name))
      symlinkSync(join("/usr/bin", name), join(folder, name));
  }
  return folder;
}

const version = (url = "") => askJson(cloud, `${url}/version`);

const requests = () =>
  readFileSync(join(cloud.state, "requests.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as LoggedRequest);

/** Clients that have the credentials of the last deploy. */
function clients() {
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud.aws;
  const config = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const client = <C>(Client: new (given: object) => C, more: object = {}) =>
    new Client({ ...config, ...more });
  return { client, region };
}

const anyPolicy = {
  PolicyName: "any",
  PolicyDocument: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  }),
};

/** What AWS has of a stage: names of its function, its API and its objects. */
async function left(stage: string): Promise<readonly string[]> {
  const { client, region } = clients();
  const apis = await client(APIGatewayClient).send(new GetRestApisCommand({ limit: 500 }));
  const objects = await client(S3Client, { forcePathStyle: true }).send(
    new ListObjectsV2Command({ Bucket: `megamode-123456789012-${region}-an`, Prefix: "shop/" }),
  );
  const found = await client(LambdaClient)
    .send(new GetFunctionCommand({ FunctionName: `shop-${stage}` }))
    .then(
      () => ["function"],
      (error: Error) => (error.name === "ResourceNotFoundException" ? [] : [String(error)]),
    );
  return [
    ...found,
    ...(existsSync(join(cloud.state, "logs", `shop-${stage}.log`)) ? ["log"] : []),
    ...(apis.items ?? []).filter(({ name }) => name === `shop-${stage}`).map(() => "API"),
    ...(objects.Contents ?? []).flatMap(({ Key = "" }) => (Key.includes(`/${stage}/`) ? Key : [])),
  ];
}

describe("the life of a preview", () => {
  let production: Record<string, string | undefined>;
  let count = 0;
  let url: string | undefined;

  beforeAll(async () => {
    const deployed = succeeded(await on(push("refs/heads/main")));
    expect(deployed.log).toContain("of production ours");
    production = deployed.outputs;
    count = requests().length;
  });

  test("begins when its pull request is opened: an API and a release command of its own", async () => {
    const opened = succeeded(await on(pullRequest("opened", "branch")));
    url = opened.outputs.url;
    expect(opened.outputs).toMatchObject({ command: "deploy", stage: "pr-12" });
    expect(url).not.toBe(production.url);
    // By the previews' policy, which the deploy of production has written.
    expect(opened.log).toContain("of the preview pr-12 theirs");
    expect(opened.log).not.toContain("of production");
    expect(await version(url)).toBe("one\n");
  });

  test("follows the next push", async () => {
    const pushed = copyApp(app);
    writeFileSync(join(pushed, "version.txt"), "two\n");
    succeeded(await on(pullRequest("synchronize", "branch"), { app: pushed }));
    expect(await version(url)).toBe("two\n");
  });

  test("has a role of its own, by which it writes its log", async () => {
    const { client } = clients();
    const named = { FunctionName: "shop-pr-12" };
    const { Configuration } = await client(LambdaClient).send(new GetFunctionCommand(named));
    expect(Configuration?.Role).toMatch(/:role\/megamode-shop\.preview$/);
    expect(readFileSync(join(cloud.state, "logs/shop-pr-12.log"), "utf8")).toContain("START");
  });

  test("is deployed by credentials that reach nothing of production", async () => {
    const { client, region } = clients();
    const Bucket = `megamode-123456789012-${region}-an`;
    const s3 = client(S3Client, { forcePathStyle: true });
    const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: "{}" }));
    const gateway = client(APIGatewayClient);
    const { items = [] } = await gateway.send(new GetRestApisCommand({ limit: 500 }));
    const restApiId = items.find(({ name }) => name === "shop-production")?.id;
    const ours = items.find(({ name }) => name === "shop-pr-12")?.id;
    const FunctionName = "shop-production";
    const RoleName = "megamode-shop.preview";
    const attempts = [
      put("shop/recipes/protected/0.json"),
      put("shop/archives/protected/app/0.zst"),
      put("shop/production/releases/1.json"),
      put("shop/owner.json"),
      client(LambdaClient).send(new InvokeCommand({ FunctionName })),
      client(LambdaClient).send(new DeleteFunctionCommand({ FunctionName })),
      client(IAMClient).send(new PutRolePolicyCommand({ ...anyPolicy, RoleName })),
      client(IAMClient).send(new PutRolePolicyCommand({ ...anyPolicy, RoleName: "megamode-shop" })),
      gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "production" })),
      gateway.send(new DeleteRestApiCommand({ restApiId })),
      gateway.send(
        new TagResourceCommand({
          resourceArn: `arn:aws:apigateway:${region}::/restapis/${restApiId}`,
          tags: { "megamode:pull-request": "12" },
        }),
      ),
    ];
    const outcomes = await Promise.all(
      attempts.map((attempt) =>
        attempt.then(
          () => "done",
          (error: Error) => error.name,
        ),
      ),
    );
    expect(outcomes.filter((outcome) => !/^AccessDenied/.test(outcome))).toEqual([]);
    // And what is the preview's own, it may change.
    await put("shop/recipes/preview/0.json");
    await gateway.send(new CreateDeploymentCommand({ restApiId: ours, description: "any" }));
  });

  test("ends when it is closed, with its last command; reopened, it begins anew", async () => {
    // The README's workflow neither checks out nor installs Ruby here.
    const bare = { app: "/no/checkout", env: { PATH: pathWithoutRuby() } };
    const gone = succeeded(await on(pullRequest("closed", "branch"), bare));
    expect(gone.outputs).toMatchObject({ command: "destroy", stage: "pr-12" });
    expect(gone.log).toContain("farewell");
    expect(await left("pr-12")).toEqual([]);
    url = succeeded(await on(pullRequest("reopened", "branch"))).outputs.url;
    expect(await version(url)).toBe("one\n");
    succeeded(await on(pullRequest("closed", "branch")));
    succeeded(await on(pullRequest("closed", "branch")));
    expect(await left("pr-12")).toEqual([]);
  });

  test("changes nothing of production", async () => {
    const touched = requests()
      .slice(count)
      .filter(({ method, path, status }) => {
        return method !== "GET" && path.includes("production") && status < 400;
      });
    expect(touched).toEqual([]);
    expect(await version(production.url)).toBe("one\n");
  });

  test("that nobody ended, because its job did not run, ends with the next deploy", async () => {
    succeeded(await on(pullRequest("opened", "branch")));
    const open = succeeded(await on(push("refs/heads/main")));
    expect(whyChanged(open)).toBe("");
    expect(await left("pr-12")).toHaveLength(4);
    closed.add(12);
    succeeded(await on(push("refs/heads/main")));
    expect(await left("pr-12")).toEqual([]);
    expect(await left("production")).toHaveLength(4);
  });
});

describe("another repository that names the app", () => {
  test("is refused before it builds, and before it changes anything", async () => {
    const before = requests().length;
    const env = { GITHUB_REPOSITORY: "mallory/shop", GITHUB_REPOSITORY_ID: "666" };
    const given = { inputs: { app: "shop", stage: "staging" }, env };
    const { status, log } = await on(push("refs/heads/main"), given);
    expect(status).toBe(1);
    expect(log).toContain("belongs to the repository `org/shop` (id 987654321)");
    const asked = requests().slice(before);
    expect(asked.filter(({ method, service }) => method !== "GET" && service !== "sts")).toEqual(
      [],
    );
  });
});

describe("command: auto", () => {
  test("prewarms by a schedule, without the app", async () => {
    const more = { app: "/no/checkout", inputs: { "prewarm-concurrency": "3" } };
    const warmed = succeeded(await on(schedule(), more));
    expect(warmed.outputs).toMatchObject({ command: "prewarm", stage: "production" });
    expect(warmed.log).toContain("3 of 3 sandboxes");
  });

  test("does nothing for a branch without a stage, and says so", async () => {
    const before = requests().length;
    const { outputs, log } = succeeded(await on(push("refs/heads/login")));
    expect(outputs.command).toBe("nothing");
    expect(log).toContain("`login`");
    expect(requests()).toHaveLength(before);
  });

  test("refuses a preview on the data of another stage, before AWS is asked", async () => {
    const before = requests().length;
    const environment = [
      "DATABASE_URL=postgres://shop:planted-password@db/shop",
      "REDIS_URL=redis://:planted-password@cache.internal/0",
    ].join("\n");
    const configuration = { "function-configuration": JSON.stringify(FILE_SYSTEM) };
    const refused = await on(pullRequest("opened", "branch"), {
      inputs: { environment, ...configuration },
    });
    expect(refused.status).toBe(1);
    expect(refused.log).toContain("3 inputs are wrong");
    expect(refused.log).toContain("`DATABASE_URL=postgres://.../{number}`");
    expect(refused.log).toContain("`REDIS_URL=redis://.../{number}`");
    expect(refused.log).toContain("`preview-shares-data: true`");
    for (const hidden of ["planted-password", "cache.internal"])
      expect(refused.log).not.toContain(hidden);
    expect(requests()).toHaveLength(before);
  });

  test("refuses a fork's code in a run that has secrets, whatever is asked, and removes all the same", async () => {
    const before = requests().length;
    const fork = pullRequest("opened", "fork", "pull_request_target");
    for (const command of ["auto", "deploy"]) {
      const { status, log } = await on(fork, { inputs: { command } });
      expect([status, log]).toEqual([1, expect.stringContaining("another repository")]);
    }
    const byHand = await on(dispatch("refs/heads/login"));
    expect([byHand.status, byHand.log]).toEqual([1, expect.stringContaining("`login`")]);
    expect(requests()).toHaveLength(before);
    expect(succeeded(await on(fork, { inputs: { command: "destroy" } })).outputs.command).toBe(
      "destroy",
    );
  });

  test("names every wrong input at once, also one that does not exist", async () => {
    const { status, log } = await on(push("refs/heads/main"), {
      inputs: { enviroment: "A=b", memory: "1" },
    });
    expect(status).toBe(1);
    expect(log).toContain("Did you mean `environment`?");
    expect(log).toContain("`memory`");
  });
});
