import { setTimeout as sleep } from "node:timers/promises";
import { AwsError, type FunctionInvoker, type ResponseSink } from "../service.ts";
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

/** @param sink with it, the function is invoked by InvokeWithResponseStream */
export async function invoke(
  invoker: FunctionInvoker,
  functionArn: string,
  event: unknown,
  arn: string,
  sink?: ResponseSink,
): Promise<Buffer | GatewayReason> {
  try {
    const payload = Buffer.from(JSON.stringify(event));
    const source = { service: "apigateway.amazonaws.com", arn } as const;
    const result = await invoker.invoke(functionArn, payload, source, sink);
    return result.functionError === undefined ? result.payload : "failed";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return REASONS[error.code] ?? "failed";
  }
}
