import { setTimeout as sleep } from "node:timers/promises";
import { AwsError, type FunctionInvoker } from "../service.ts";
import type { GatewayReason } from "./response/gateway-response.ts";

// Errors of Invoke itself. With any other error Lambda took the event and could not answer.
const REASONS: Readonly<Record<string, GatewayReason>> = {
  AccessDeniedException: "refused",
  ResourceNotFoundException: "refused",
  TooManyRequestsException: "refused",
  RequestTooLargeException: "too-large-for-lambda",
};

/** Returns the function's result, or why there is none. As on AWS, an invocation that is too slow keeps running. */
export async function invokeFunction(
  invoker: FunctionInvoker,
  functionArn: string,
  event: unknown,
  source: { readonly arn: string; readonly timeoutMs: number },
): Promise<Buffer | GatewayReason> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      invoke(invoker, functionArn, event, source.arn),
      sleep(source.timeoutMs, "timeout" as const, { signal: timer.signal }),
    ]);
  } finally {
    timer.abort();
  }
}

async function invoke(
  invoker: FunctionInvoker,
  functionArn: string,
  event: unknown,
  arn: string,
): Promise<Buffer | GatewayReason> {
  try {
    const result = await invoker.invoke(functionArn, Buffer.from(JSON.stringify(event)), {
      service: "apigateway.amazonaws.com",
      arn,
    });
    return result.functionError === undefined ? result.payload : "failed";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return REASONS[error.code] ?? "failed";
  }
}
