import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import type { PrewarmMessage } from "../../contract/messages.ts";
import { restEvent } from "../runtime/events/rest-event.ts";
import type { Cloud } from "./harness.ts";

/** A function's answer to a request. */
interface Result {
  readonly statusCode: number;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** A sandbox that nobody else uses. */
export interface OwnSandbox {
  prewarm(): Promise<void>;
  /** @throws Error where the app answers anything but JSON */
  askJson(path: string): Promise<unknown>;
}

/**
 * Starts a function's unpublished version anew, with further variables. The version that the stage serves stays.
 * @param variables of the function, on top of those that the deploy gave it
 */
export async function openSandbox(
  { aws }: Cloud,
  functionName: string,
  variables: Readonly<Record<string, string>>,
): Promise<OwnSandbox> {
  const { endpoint, region, accessKeyId, secretAccessKey } = aws;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new LambdaClient({ endpoint, region, credentials });
  const named = { FunctionName: functionName };
  // Of the version that was deployed: the unpublished one may have those of an earlier sandbox.
  const deployed = new GetFunctionConfigurationCommand({ ...named, Qualifier: "live" });
  const { Environment } = await client.send(deployed);
  const all = { ...Environment?.Variables, ...variables, OWN_SANDBOX: crypto.randomUUID() };
  await client.send(
    new UpdateFunctionConfigurationCommand({ ...named, Environment: { Variables: all } }),
  );
  await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 60 }, named);
  async function invoke(payload: object): Promise<unknown> {
    const sent = { ...named, Payload: Buffer.from(JSON.stringify(payload)) };
    const { FunctionError, Payload } = await client.send(new InvokeCommand(sent));
    const text = Buffer.from(Payload ?? []).toString();
    if (FunctionError !== undefined) throw new Error(`${functionName}: ${text}`);
    return JSON.parse(text);
  }
  return {
    async prewarm() {
      const message: PrewarmMessage = { megamode: 1, message: "prewarm", holdUntil: 0 };
      await invoke(message);
    },
    async askJson(path) {
      const [target = "", query = ""] = path.split("?");
      const queryStringParameters = Object.fromEntries(new URLSearchParams(query));
      const event = restEvent({ path: target, queryStringParameters });
      const { statusCode, body, isBase64Encoded } = (await invoke(event)) as Result;
      const text = Buffer.from(body, isBase64Encoded ? "base64" : "utf8").toString();
      if (statusCode !== 200) throw new Error(`${path} answers ${statusCode}: ${text}`);
      return JSON.parse(text);
    },
  };
}
