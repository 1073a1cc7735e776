import { type APIGatewayClient, CreateRestApiCommand } from "@aws-sdk/client-api-gateway";
import { UserError } from "../../errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FrontDoorSpec } from "../../ports/front-door.ts";
import { retrying } from "../retry.ts";
import { apisNamed, isAbandoned } from "./own-apis.ts";
import { isBusy, isThrottled } from "./passing.ts";
import { removeApi } from "./remove-api.ts";

/** What API Gateway is asked through, and where. */
export interface Access {
  readonly gateway: APIGatewayClient;
  /** A client that repeats no call. */
  readonly once: APIGatewayClient;
  readonly region: string;
  readonly clock: Clock;
}

/**
 * Creates an API with its tags, so that it is never without them. API Gateway lets two APIs have the same name: where an
 * answer is lost, it is first looked whether the API is there. What an older version left half made is removed.
 * @returns the API's id. It serves nothing yet
 */
export async function ensureApi(access: Access, spec: FrontDoorSpec): Promise<string> {
  const { gateway, once, region, clock } = access;
  const wanted = Object.entries(spec.tags);
  const mayPass = (error: unknown) => isThrottled(error) || isBusy(error) || isLost(error);
  return retrying(clock, mayPass, async () => {
    const named = await apisNamed(gateway, spec.name);
    const ours = named.find(({ tags }) => wanted.every(([key, value]) => tags?.[key] === value));
    if (ours !== undefined) return ours.id;
    for (const api of named) {
      if (await isAbandoned(gateway, api, spec, region)) await removeApi(gateway, clock, api.id);
    }
    return createApi(once, spec);
  });
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
