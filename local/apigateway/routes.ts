import type { Route } from "../http/routes.ts";

const API = "/restapis/{restApiId}";
const STAGE = `${API}/stages/{stageName}`;

/** What the embedded API Gateway implements, by place. */
export const API_GATEWAY_ROUTES: readonly Route[] = [
  { operation: "ImportRestApi", method: "POST", path: "/restapis", query: ["mode", "import"] },
  { operation: "GetRestApis", method: "GET", path: "/restapis" },
  { operation: "GetRestApi", method: "GET", path: API },
  { operation: "PutRestApi", method: "PUT", path: API },
  { operation: "UpdateRestApi", method: "PATCH", path: API },
  { operation: "DeleteRestApi", method: "DELETE", path: API },
  { operation: "CreateDeployment", method: "POST", path: `${API}/deployments` },
  { operation: "GetDeployments", method: "GET", path: `${API}/deployments` },
  { operation: "GetDeployment", method: "GET", path: `${API}/deployments/{deploymentId}` },
  { operation: "CreateStage", method: "POST", path: `${API}/stages` },
  { operation: "GetStages", method: "GET", path: `${API}/stages` },
  { operation: "GetStage", method: "GET", path: STAGE },
  { operation: "UpdateStage", method: "PATCH", path: STAGE },
  { operation: "DeleteStage", method: "DELETE", path: STAGE },
  { operation: "TagResource", method: "PUT", path: "/tags/{resourceArn}" },
  { operation: "UntagResource", method: "DELETE", path: "/tags/{resourceArn}" },
  { operation: "GetTags", method: "GET", path: "/tags/{resourceArn}" },
];
