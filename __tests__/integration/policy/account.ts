import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { type Aws, startAws } from "../../../local/aws.ts";
import { readRequests } from "../../../local/control/request-log.ts";
import { createLambda } from "../../../local/services/lambda/lambda.ts";
import { createCloud } from "../../../src/aws/cloud.ts";
import type { Built } from "../../../src/bundle/built.ts";
import type { Context } from "../../../src/commands/context.ts";
import { deploy } from "../../../src/commands/deploy.ts";
import { destroy } from "../../../src/commands/destroy.ts";
import { readInputs } from "../../../src/inputs/read.ts";
import { noGemCache } from "../../../src/ports/gem-cache.ts";
import { fakeBuildRoot } from "../../fakes/build-root.ts";
import { healthyApp } from "../../fakes/cloud.ts";
import { fakeReporter } from "../../fakes/reporter.ts";
import { fakeIsolation } from "../../local/sandbox/fake-isolation.ts";
import type { Event } from "../../src/inputs/event/payloads.ts";
import { pictureOf } from "./picture.ts";

export const REGION = "eu-west-1";

const runtimeDir = mkdtempSync(join(tmpdir(), "megamode-runtime-"));
writeFileSync(join(runtimeDir, "index.mjs"), "export const handler = () => {};");

/** A run of the action, without the build: a job of the repository `org/shop`. */
export interface Job {
  readonly event: Event;
  readonly inputs: Readonly<Record<string, string>>;
  readonly built?: Built;
}

/** The embedded AWS on a state folder, which lets everything be done until a job runs under a policy. Its functions answer as a healthy app's do; no process is started. */
export interface Account {
  readonly aws: Aws;
  /** Does a job under a policy: deploys what is built, or removes the stage if nothing is. @returns its warnings */
  run(job: Job, policy: string): Promise<readonly string[]>;
  /** Finds an API's id. */
  apiNamed(name: string): Promise<string>;
  /** What has been asked of the policy since the start, as `<action> <resource>`. */
  asked(): readonly { readonly action: string; readonly resource: string }[];
  /** What the account holds, see `pictureOf`. */
  picture(): unknown;
  close(): Promise<void>;
}

/** The time in all accounts, in epoch milliseconds: what one has left must not lie in the future of the next. */
let time = Date.now();

export async function openAccount(stateDir: string): Promise<Account> {
  const policyFile = join(stateDir, "deployer-policy.json");
  for (const file of [policyFile, join(stateDir, "requests.jsonl")]) rmSync(file, { force: true });
  // Each look at the clock finds it a second later, so that every change has taken effect by the next one.
  const now = () => {
    time += 1_000;
    return time;
  };
  const answer = healthyApp();
  const target = { name: "any", version: "1" };
  const isolation = fakeIsolation(async (event) => (await answer(event, target)).payload);
  const aws = await startAws({
    stateDir,
    now,
    lambda: (options) => createLambda({ ...options, isolation: async () => isolation }),
  });
  const former = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
  });
  const clock = {
    now: () => time,
    sleep: async (milliseconds: number) => {
      time += milliseconds;
    },
  };
  return {
    aws,
    async run({ event, inputs, built }, policy) {
      writeFileSync(policyFile, policy);
      const given = Object.entries(inputs).map(([name, text]) => [
        `INPUT_${name.toUpperCase()}`,
        text,
      ]);
      const env = { AWS_REGION: REGION, ...event.env, ...Object.fromEntries(given) };
      const root = fakeBuildRoot();
      const reporter = fakeReporter();
      const context: Context = {
        inputs: readInputs(env, "/checkout", event.payload),
        repository: "org/shop",
        repositoryId: "987654321",
        cloud: createCloud(REGION, clock, aws.apiUrl),
        reporter,
        clock,
        pullRequests: { isClosed: async () => false },
        fetch: async () => new Response("", { headers: { "x-megamode-call-count": "1" } }),
        shell: root.shell,
        gemCache: noGemCache,
        openRoot: async () => root,
        parts: { runtimeDir, gemDir: "/no/gem", digest: async () => "digest of the action" },
        machine: {
          architecture: process.arch === "arm64" ? "arm64" : "x86_64",
          system: "debian-12",
          glibc: "2.36",
          path: "/usr/bin",
          environment: {},
        },
      };
      if (built === undefined) await destroy(context);
      else await deploy(context, async () => built);
      return reporter.warnings;
    },
    async apiNamed(wanted) {
      const gateway = new APIGatewayClient({ region: REGION });
      const { items = [] } = await gateway.send(new GetRestApisCommand({ limit: 500 }));
      return items.find(({ name }) => name === wanted)?.id ?? "";
    },
    asked: () => readRequests(stateDir).flatMap(({ permissions }) => permissions),
    picture: () => pictureOf(stateDir),
    async close() {
      process.env = former;
      await aws.close();
    },
  };
}
