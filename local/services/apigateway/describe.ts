import type { Deployment, RestApi, Stage } from "./model.ts";

/** Describes a REST API as the service does in its responses. */
export function describeApi(api: RestApi): Record<string, unknown> {
  return {
    id: api.id,
    name: api.name,
    description: api.description,
    version: api.version,
    createdDate: api.created,
    binaryMediaTypes:
      api.definition.binaryMediaTypes.length > 0 ? api.definition.binaryMediaTypes : undefined,
    apiKeySource: "HEADER",
    endpointConfiguration: { types: [api.endpointType], ipAddressType: "ipv4" },
    tags: Object.keys(api.tags).length > 0 ? api.tags : undefined,
    disableExecuteApiEndpoint: false,
    rootResourceId: api.definition.resources.find(({ path }) => path === "/")?.id,
  };
}

export function describeDeployment(deployment: Deployment): Record<string, unknown> {
  return {
    id: deployment.id,
    description: deployment.description,
    createdDate: deployment.created,
  };
}

export function describeStage(stage: Stage): Record<string, unknown> {
  return {
    deploymentId: stage.deploymentId,
    stageName: stage.name,
    description: stage.description,
    variables: stage.variables,
    tags: stage.tags,
    cacheClusterEnabled: false,
    cacheClusterStatus: "NOT_AVAILABLE",
    methodSettings: {},
    tracingEnabled: false,
    createdDate: stage.created,
    lastUpdatedDate: stage.updated,
  };
}
