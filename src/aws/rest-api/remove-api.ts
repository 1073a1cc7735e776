import { type APIGatewayClient, DeleteRestApiCommand } from "@aws-sdk/client-api-gateway";
import type { Clock } from "../../ports/clock.ts";
import { isNotFound } from "../errors/failure.ts";
import { retrying } from "../retry.ts";
import { isBusy, isThrottled } from "./passing.ts";

/** Removes an API, if it still exists. An account may delete one in 30 s. */
export async function removeApi(
  gateway: APIGatewayClient,
  clock: Clock,
  restApiId: string,
): Promise<void> {
  try {
    const passes = (error: unknown) => isThrottled(error) || isBusy(error);
    await retrying(clock, passes, () => gateway.send(new DeleteRestApiCommand({ restApiId })));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
