import {
  type APIGatewayClient,
  GetDeploymentCommand,
  GetRestApisCommand,
  GetStageCommand,
  type RestApi,
} from "@aws-sdk/client-api-gateway";
import { isNotFound } from "../errors/failure.ts";

/** Lists all REST APIs of the region. */
export async function listApis(gateway: APIGatewayClient): Promise<readonly RestApi[]> {
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

/** Returns the digest that a stage's deployment has as its description; undefined if the stage is not deployed. */
export async function deployedDigest(
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
