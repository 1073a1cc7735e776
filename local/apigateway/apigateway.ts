import { matchRoute } from "../http/routes.ts";
import { AwsError, type Service } from "../service.ts";
import type { Records } from "../state/records.ts";
import {
  deleteRestApi,
  getRestApi,
  getRestApis,
  importRestApi,
  putRestApi,
  updateRestApi,
} from "./apis.ts";
import type { ApiContext, ApiPorts } from "./context.ts";
import { createDeployment, getDeployment, getDeployments } from "./deployments.ts";
import type { RestApi } from "./model.ts";
import { API_GATEWAY_ROUTES } from "./routes.ts";
import { createStage, deleteStage, getStage, getStages, updateStage } from "./stages.ts";
import { getTags, tagResource, untagResource } from "./tags.ts";

type Operation = readonly [status: number, run: (context: ApiContext) => Promise<unknown>];

const OPERATIONS: Readonly<Record<string, Operation>> = {
  ImportRestApi: [201, importRestApi],
  PutRestApi: [200, putRestApi],
  GetRestApi: [200, getRestApi],
  GetRestApis: [200, getRestApis],
  UpdateRestApi: [200, updateRestApi],
  DeleteRestApi: [202, deleteRestApi],
  CreateDeployment: [201, createDeployment],
  GetDeployment: [200, getDeployment],
  GetDeployments: [200, getDeployments],
  CreateStage: [201, createStage],
  GetStage: [200, getStage],
  GetStages: [200, getStages],
  UpdateStage: [200, updateStage],
  DeleteStage: [202, deleteStage],
  TagResource: [204, tagResource],
  UntagResource: [204, untagResource],
  GetTags: [200, getTags],
};

/** API Gateway's control plane: REST APIs. */
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
      const [status, run] = OPERATIONS[routed.operation]!;
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
