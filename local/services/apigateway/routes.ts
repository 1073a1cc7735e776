import type { Route } from "../../http/routes.ts";

const API = "/restapis/{restApiId}";
const STAGE = `${API}/stages/{stageName}`;

/** The operations that the embedded API Gateway implements. */
export const API_GATEWAY_ROUTES = [
  { operation: "CreateRestApi", method: "POST", path: "/restapis" },
  { operation: "GetRestApis", method: "GET", path: "/restapis" },
  { operation: "PutRestApi", method: "PUT", path: API },
  { operation: "DeleteRestApi", method: "DELETE", path: API },
  { operation: "CreateDeployment", method: "POST", path: `${API}/deployments` },
  { operation: "GetDeployment", method: "GET", path: `${API}/deployments/{deploymentId}` },
  { operation: "GetResources", method: "GET", path: `${API}/resources` },
  { operation: "GetStages", method: "GET", path: `${API}/stages` },
  { operation: "GetStage", method: "GET", path: STAGE },
  { operation: "UpdateStage", method: "PATCH", path: STAGE },
  { operation: "TagResource", method: "PUT", path: "/tags/{resourceArn}" },
  { operation: "GetTags", method: "GET", path: "/tags/{resourceArn}" },
] as const satisfies readonly Route[];

export type ApiGatewayOperation = (typeof API_GATEWAY_ROUTES)[number]["operation"];
