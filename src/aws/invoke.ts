import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { Invocation } from "../ports/functions.ts";

/** Invokes a function and waits for its answer. */
export async function invoke(
  lambda: LambdaClient,
  name: string,
  qualifier: string,
  payload: unknown,
): Promise<Invocation> {
  const answer = await lambda.send(
    new InvokeCommand({
      FunctionName: name,
      Qualifier: qualifier,
      Payload: Buffer.from(JSON.stringify(payload)),
    }),
  );
  const value = parse(answer.Payload?.transformToString() ?? "");
  return {
    payload: value,
    error: answer.FunctionError ? messageOf(value) : undefined,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
function messageOf(payload: unknown): string {
  const { errorMessage, errorType } = (payload ?? {}) as Record<string, unknown>;
  return typeof errorMessage === "string"
    ? errorMessage
    : String(errorType ?? JSON.stringify(payload));
}
