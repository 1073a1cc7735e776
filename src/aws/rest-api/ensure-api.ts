import { type APIGatewayClient, CreateRestApiCommand } from "@aws-sdk/client-api-gateway";
import { UserError } from "../../errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FrontDoorSpec } from "../../ports/front-door.ts";
import { retrying } from "../retry.ts";
import { apisNamed } from "./own-apis.ts";
import { isThrottled } from "./throttled.ts";

/**
 * Creates an API with its tags, so that it is never without them. API Gateway lets two APIs have the same name: where an
 * answer is lost, it is first looked whether the API is there.
 * @param once a client that repeats no call
 * @returns the API's id. It serves nothing yet
 */
export async function ensureApi(
  gateway: APIGatewayClient,
  once: APIGatewayClient,
  clock: Clock,
  spec: FrontDoorSpec,
): Promise<string> {
  const mayPass = (error: unknown) => isThrottled(error) || isLost(error);
  return retrying(
    clock,
    mayPass,
    async () => (await findApi(gateway, spec)) ?? (await createApi(once, spec)),
  );
}

async function findApi(
  gateway: APIGatewayClient,
  spec: FrontDoorSpec,
): Promise<string | undefined> {
  const wanted = Object.entries(spec.tags);
  const named = await apisNamed(gateway, spec.name);
  return named.find(({ tags }) => wanted.every(([name, value]) => tags?.[name] === value))?.id;
}

async function createApi(once: APIGatewayClient, { name, tags }: FrontDoorSpec): Promise<string> {
  const { id } = await once.send(
    new CreateRestApiCommand({
      name,
      tags: { ...tags },
      endpointConfiguration: { types: ["REGIONAL"] },
    }),
  );
  return id ?? "";
}

/** Whether nobody knows what became of a call: the connection broke, or the service failed. */
function isLost(error: unknown): boolean {
  if (error instanceof UserError) return false;
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status === undefined || status >= 500;
}
