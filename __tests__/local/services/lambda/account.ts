import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { startAws } from "../../../../local/aws.ts";
import { AwsError, type FunctionInvoker, type Roles } from "../../../../local/service.ts";
import { createLambda, type LambdaOptions } from "../../../../local/services/lambda/lambda.ts";
import { ROLE } from "./constants.ts";

/** The clock of the embedded AWS. Only tests move it. */
let time = Date.now();

/** Moves the clock on by more than a change takes to have its effect. */
export function settled(): void {
  time += 200;
}

/** Lambda in an embedded AWS of its own, with the SDK's own client. */
export interface Account {
  lambda: LambdaClient;
  invoker: FunctionInvoker;
  /** A function that is ready. */
  create(
    name: string,
    source: string,
    settings?: Partial<CreateFunctionCommandInput>,
  ): Promise<void>;
  invoke(name: string, event?: unknown, options?: Partial<InvokeCommandInput>): Promise<Answer>;
  /** The logs of a function's sandboxes, one each. */
  logs(name: string): string[];
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: whatever a test's handler returns
  readonly value: any;
  readonly error?: string | undefined;
  readonly version?: string | undefined;
  /** The tail of the log where it was asked for. */
  readonly log: string;
}

export const zip = (source: string, file = "index.mjs") => zipSync({ [file]: strToU8(source) });

export const roles: Roles = {
  async sessionFor(arn) {
    if (arn === ROLE) return { accessKeyId: "ASIA", secretAccessKey: "secret", sessionToken: "t" };
    throw new AwsError(400, "InvalidParameterValueException", "The role cannot be assumed");
  },
  isPrincipal: () => true,
  permits: () => true,
  allows: () => true,
};

export async function openAccount(more: Partial<LambdaOptions> = {}): Promise<Account> {
  const stateDir = mkdtempSync(join(tmpdir(), "megamode-lambda-"));
  async function start() {
    let invoker: FunctionInvoker | undefined;
    const aws = await startAws({
      stateDir,
      lambda: (options) => {
        const lambda = createLambda({ ...options, roles, now: () => time, ...more });
        invoker = lambda.invoker;
        return lambda;
      },
    });
    const { endpoint, region, credentials } = aws;
    const lambda = new LambdaClient({ endpoint, region, credentials, maxAttempts: 1 });
    return { aws, lambda, invoker: invoker! };
  }
  let running = await start();
  const account: Account = {
    lambda: running.lambda,
    invoker: running.invoker,
    async create(name, source, settings = {}) {
      await account.lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Role: ROLE,
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          Code: { ZipFile: zip(source) },
          Timeout: 100,
          ...settings,
        }),
      );
      settled();
    },
    async invoke(name, event = {}, options = {}) {
      const answer = await account.lambda.send(
        new InvokeCommand({
          FunctionName: name,
          Payload: JSON.stringify(event),
          LogType: "Tail",
          ...options,
        }),
      );
      const text = answer.Payload?.transformToString() ?? "";
      return {
        value: text === "" ? undefined : JSON.parse(text),
        error: answer.FunctionError,
        version: answer.ExecutedVersion,
        log: Buffer.from(answer.LogResult ?? "", "base64").toString(),
      };
    },
    logs(name) {
      const folder = join(stateDir, "logs", name);
      const files = existsSync(folder) ? readdirSync(folder) : [];
      return files.map((file) => readFileSync(join(folder, file), "utf8"));
    },
    async restart() {
      await running.aws.close();
      running = await start();
      Object.assign(account, { lambda: running.lambda, invoker: running.invoker });
    },
    async close() {
      await running.aws.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
  return account;
}

/** The name and the message of what a call is refused with. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  throw new Error("It was not refused");
}
