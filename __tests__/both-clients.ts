import { AddPermissionCommand, type CreateFunctionCommandInput } from "@aws-sdk/client-lambda";
import { bubblewrap, RUNTIME_CLIENT } from "../local/sandbox/jail/bubblewrap.ts";
import { awsRuntimeClient, CLIENT_VARIABLES } from "./aws-runtime-client.ts";
import { type Account, openAccount } from "./local/services/lambda/account.ts";

export type ClientName = "the embedded AWS's client" | "AWS's own client";
export const CLIENTS: readonly ClientName[] = ["the embedded AWS's client", "AWS's own client"];

/** What an invocation came to, without what is new each time. */
export interface Answered {
  /** What was streamed, or the whole result. */
  readonly body: string;
  readonly error: { readonly errorType: string; readonly errorMessage: string } | undefined;
  /** What the function's console and the runtime client wrote. */
  readonly log: string;
}

/** An account whose functions run under one of the two runtime clients. */
export class ClientAccount {
  readonly account: Account;
  readonly #variables: Readonly<Record<string, string>>;

  private constructor(account: Account, variables: Readonly<Record<string, string>>) {
    this.account = account;
    this.#variables = variables;
  }

  static async open(name: ClientName): Promise<ClientAccount> {
    const own = name === "AWS's own client";
    const folder = own ? awsRuntimeClient() : RUNTIME_CLIENT;
    const isolation = (node: string, state: string) => bubblewrap(node, state, folder);
    return new ClientAccount(await openAccount({ isolation }), own ? CLIENT_VARIABLES : {});
  }

  close(): Promise<void> {
    return this.account.close();
  }

  async create(
    name: string,
    code: Uint8Array,
    variables: Readonly<Record<string, string>> = {},
    settings: Partial<CreateFunctionCommandInput> = {},
  ): Promise<void> {
    await this.account.create(name, "", {
      ...settings,
      Code: { ZipFile: code },
      MemorySize: 512,
      Environment: { Variables: { ...variables, ...this.#variables } },
    });
    await this.account.lambda.send(
      new AddPermissionCommand({
        FunctionName: name,
        StatementId: "api",
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
      }),
    );
  }

  /** Invokes a function as a front door that streams does (InvokeWithResponseStream). */
  async invoke(name: string, event: unknown): Promise<Answered> {
    const chunks: Buffer[] = [];
    const before = this.#log(name);
    const { payload, functionError } = await this.account.invoker.invoke(
      `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
      Buffer.from(JSON.stringify(event)),
      { service: "apigateway.amazonaws.com", arn: "arn:aws:execute-api:eu-west-1:1:a/s/GET/" },
      { write: (chunk) => void chunks.push(chunk) },
    );
    const { errorType, errorMessage } =
      functionError === undefined ? {} : JSON.parse(payload.toString());
    return {
      body: Buffer.concat(chunks)
        .toString("latin1")
        .replace(/Root=1-[^"]*/, "TRACE"),
      error: functionError === undefined ? undefined : { errorType, errorMessage },
      log: plain(this.#log(name).slice(before.length)),
    };
  }

  #log(name: string): string {
    return this.account.logs(name).join("");
  }
}

/** Leaves of a log what the client and the function wrote, without times, request ids and where in a file an error was made. */
function plain(log: string): string {
  return log
    .split("\n")
    .filter((line) => !/^(INIT_START|START|END|REPORT|INIT_REPORT|RequestId:|$)/.test(line))
    .map((line) =>
      line
        .replace(/^[\d:.T-]+Z/, "TIME")
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")
        .replace(/Root=1-[^"\\]*/, "TRACE")
        .replace(/," {4}at (?:[^"\\]|\\.)*"/g, ""),
    )
    .join("\n");
}
