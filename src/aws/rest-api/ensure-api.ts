import { type APIGatewayClient, CreateRestApiCommand } from "@aws-sdk/client-api-gateway";
import type { FrontDoorSpec } from "../../ports/front-door.ts";
import type { Access } from "./access.ts";
import { changing } from "./changing.ts";
import { apisNamed, isAbandoned } from "./own-apis.ts";
import { removeApi } from "./remove-api.ts";

/**
 * Creates an API with its tags, so that it is never without them. API Gateway lets two APIs have the same name: where an
 * answer is lost, it is first looked whether the API is there. What an older version left half made is removed.
 * @returns the API's id. It serves nothing yet
 */
export async function ensureApi(access: Access, spec: FrontDoorSpec): Promise<string> {
  const { gateway, once, region } = access;
  const wanted = Object.entries(spec.tags);
  return changing(access, "CreateRestApi", async () => {
    const named = await apisNamed(gateway, spec.name);
    const ours = named.find(({ tags }) => wanted.every(([key, value]) => tags?.[key] === value));
    if (ours !== undefined) return ours.id;
    for (const api of named) {
      if (await isAbandoned(gateway, api, spec, region)) await removeApi(access, api.id);
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
