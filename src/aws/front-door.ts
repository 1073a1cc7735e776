import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  GetDeploymentCommand,
  GetRestApisCommand,
  GetStageCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
  type RestApi,
  TagResourceCommand,
} from "@aws-sdk/client-api-gateway";
import type { FrontDoor } from "../ports/front-door.ts";
import { isNotFound } from "./failure.ts";

/** REST APIs on API Gateway. */
export function createFrontDoor(
  gateway: APIGatewayClient,
  region: string,
  executeApiUrl = "https://{api}.execute-api.{region}.amazonaws.com",
): FrontDoor {
  return {
    async find(name, stage) {
      const api = await findByName(gateway, name);
      if (!api?.id) return undefined;
      return {
        id: api.id,
        deployed: await deployedDigest(gateway, api.id, stage),
        tags: api.tags ?? {},
      };
    },

    async create(definition, tags) {
      const api = await gateway.send(
        new ImportRestApiCommand({
          body: Buffer.from(definition),
          failOnWarnings: true,
          parameters: { endpointConfigurationTypes: "REGIONAL" },
        }),
      );
      const id = api.id ?? "";
      await gateway.send(
        new TagResourceCommand({
          resourceArn: `arn:aws:apigateway:${region}::/restapis/${id}`,
          tags: { ...tags },
        }),
      );
      return id;
    },

    async replace(apiId, definition) {
      await gateway.send(
        // The default mode would merge, and keep what is no longer wanted.
        new PutRestApiCommand({
          restApiId: apiId,
          mode: "overwrite",
          failOnWarnings: true,
          body: Buffer.from(definition),
        }),
      );
    },

    async deploy(apiId, stage, digest) {
      await gateway.send(
        new CreateDeploymentCommand({ restApiId: apiId, stageName: stage, description: digest }),
      );
    },

    url(apiId, stage) {
      const base = executeApiUrl.replace("{api}", apiId).replace("{region}", region);
      return new URL(`/${stage}`, base).href;
    },
  };
}

async function findByName(gateway: APIGatewayClient, name: string): Promise<RestApi | undefined> {
  let position: string | undefined;
  do {
    const page = await gateway.send(
      new GetRestApisCommand({ limit: 500, ...(position ? { position } : {}) }),
    );
    const found = page.items?.find((api) => api.name === name);
    if (found) return found;
    position = page.position;
  } while (position);
  return undefined;
}

async function deployedDigest(
  gateway: APIGatewayClient,
  restApiId: string,
  stageName: string,
): Promise<string | undefined> {
  try {
    const { deploymentId } = await gateway.send(new GetStageCommand({ restApiId, stageName }));
    if (!deploymentId) return undefined;
    const deployment = await gateway.send(new GetDeploymentCommand({ restApiId, deploymentId }));
    return deployment.description;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
