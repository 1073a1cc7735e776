import type { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import type { Waits } from "../../ports/clock.ts";

/** What API Gateway is asked through, and where. */
export interface Access extends Waits {
  readonly gateway: APIGatewayClient;
  /** A client that repeats no call. */
  readonly once: APIGatewayClient;
  readonly region: string;
}
