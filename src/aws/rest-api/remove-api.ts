import { type APIGatewayClient, DeleteRestApiCommand } from "@aws-sdk/client-api-gateway";
import type { Clock } from "../../ports/clock.ts";
import { isNotFound, nameOf } from "../errors/failure.ts";
import { retrying } from "../retry.ts";

/** Removes an API, if it still exists. An account may delete one in 30 s. */
export async function removeApi(
  gateway: APIGatewayClient,
  clock: Clock,
  restApiId: string,
): Promise<void> {
  try {
    await retrying(clock, isThrottled, () => gateway.send(new DeleteRestApiCommand({ restApiId })));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/**
 * Whether API Gateway refused a call because an account may make few of its kind.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export function isThrottled(error: unknown): boolean {
  return nameOf(error) === "TooManyRequestsException";
}
