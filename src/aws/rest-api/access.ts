import type { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import type { Waits } from "../retry.ts";

/** What API Gateway is asked through, and where. */
export interface Access extends Waits {
  readonly gateway: APIGatewayClient;
  /** A client that repeats no call. */
  readonly once: APIGatewayClient;
  readonly region: string;
}
