import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  DeleteRestApiCommand,
  GetDeploymentCommand,
  GetRestApisCommand,
  GetStageCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
  type RestApi,
  TagResourceCommand,
} from "@aws-sdk/client-api-gateway";
import type { Clock } from "../ports/clock.ts";
import type { FrontDoor } from "../ports/front-door.ts";
import { isNotFound, nameOf } from "./failure.ts";
import { retrying } from "./retry.ts";

/** REST APIs on API Gateway. */
export function createFrontDoor(
  gateway: APIGatewayClient,
  region: string,
  clock: Clock,
  executeApiUrl = "https://{api}.execute-api.{region}.amazonaws.com",
): FrontDoor {
  return {
    async find(name, stage) {
      const api = (await listApis(gateway)).find((one) => one.name === name);
      if (!api?.id) return undefined;
      return {
        id: api.id,
        deployed: await deployedDigest(gateway, api.id, stage),
        tags: api.tags ?? {},
      };
    },

    async list() {
      const apis = await listApis(gateway);
      return apis.map(({ name = "", tags = {} }) => ({ name, tags }));
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

    async remove(apiId) {
      try {
        // One in 30 s is what an account may delete.
        // https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
        await retrying(clock, isThrottled, () =>
          gateway.send(new DeleteRestApiCommand({ restApiId: apiId })),
        );
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },

    url(apiId, stage) {
      const base = executeApiUrl.replace("{api}", apiId).replace("{region}", region);
      return new URL(`/${stage}`, base).href;
    },
  };
}

function isThrottled(error: unknown): boolean {
  return nameOf(error) === "TooManyRequestsException";
}

async function listApis(gateway: APIGatewayClient): Promise<readonly RestApi[]> {
  const apis: RestApi[] = [];
  let position: string | undefined;
  do {
    const page = await gateway.send(
      new GetRestApisCommand({ limit: 500, ...(position ? { position } : {}) }),
    );
    apis.push(...(page.items ?? []));
    position = page.position;
  } while (position);
  return apis;
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
