import type { FunctionInvoker } from "../service.ts";
import { invoke } from "./invoke-function.ts";
import type { GatewayReason } from "./response/gateway-response.ts";
import type { ApiResponse } from "./response/proxy-response.ts";
import { StreamedResponse } from "./response/streamed-response.ts";

/**
 * Milliseconds without a byte after which a stream of a regional API is cut off.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
 */
const IDLE = 5 * 60_000;

/**
 * Returns the response of a function as soon as its head is there; its body comes as the function writes it. As on AWS,
 * an invocation that is too slow keeps running, and so does one whose client has gone away.
 * @returns why there is none, if the function fails before the head
 */
export async function streamFunction(
  invoker: FunctionInvoker,
  functionArn: string,
  event: unknown,
  source: { readonly arn: string; readonly timeoutMs: number },
  idleMs = IDLE,
): Promise<ApiResponse | GatewayReason> {
  const response = new StreamedResponse();
  const late = () => response.end("timeout");
  const total = setTimeout(late, source.timeoutMs);
  const idle = setTimeout(late, idleMs);
  const sink = {
    write(chunk: Buffer) {
      idle.refresh();
      return response.write(chunk);
    },
  };
  const invoked = invoke(invoker, functionArn, event, source.arn, sink);
  const ended = invoked
    .then((result) => response.end(typeof result === "string" ? result : undefined))
    .finally(() => {
      clearTimeout(total);
      clearTimeout(idle);
    });
  // A bug of the embedded AWS is thrown; one that comes after the head cuts the body off.
  const bug = new Promise<never>((_, reject) => {
    ended.catch((error: unknown) => {
      reject(error);
      response.end("failed");
    });
  });
  return Promise.race([bug, response.head]);
}
