import { matchRoute } from "../../http/routes.ts";
import { AwsError, type Service } from "../../service.ts";
import type { Records } from "../../state/records.ts";
import { createRestApi, deleteRestApi, getRestApis, putRestApi } from "./apis.ts";
import type { ApiContext, ApiPorts } from "./context.ts";
import { createDeployment, getDeployment } from "./deployments.ts";
import type { RestApi } from "./model.ts";
import { getResources } from "./resources.ts";
import { API_GATEWAY_ROUTES, type ApiGatewayOperation } from "./routes.ts";
import { getStage, getStages, updateStage } from "./stages/stages.ts";
import { getTags, tagResource } from "./tags.ts";

type Operation = readonly [status: number, run: (context: ApiContext) => Promise<unknown>];

const OPERATIONS: Readonly<Record<ApiGatewayOperation, Operation>> = {
  CreateRestApi: [201, createRestApi],
  PutRestApi: [200, putRestApi],
  GetRestApis: [200, getRestApis],
  DeleteRestApi: [202, deleteRestApi],
  CreateDeployment: [201, createDeployment],
  GetDeployment: [200, getDeployment],
  GetResources: [200, getResources],
  GetStage: [200, getStage],
  GetStages: [200, getStages],
  UpdateStage: [200, updateStage],
  TagResource: [204, tagResource],
  GetTags: [200, getTags],
};

/** Creates API Gateway's control plane, for REST APIs. */
export function createApiGateway(options: {
  readonly apis: Records<RestApi>;
  readonly ports: ApiPorts;
  readonly region: string;
  readonly account: string;
}): Service {
  return {
    name: "apigateway",
    protocol: "rest-json",
    async handle(request) {
      const routed = matchRoute(API_GATEWAY_ROUTES, request);
      if (routed === undefined) {
        throw new AwsError(
          501,
          "NotImplemented",
          `The embedded API Gateway does not implement ${request.method} ${request.rawPath}`,
        );
      }
      const [status, run] = OPERATIONS[routed.operation];
      const result = await run({ ...options, request, params: routed.params });
      if (result === undefined) return { status };
      return {
        status,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(result),
      };
    },
  };
}
