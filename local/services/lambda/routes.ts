import type { Route } from "../../http/routes.ts";

const FUNCTIONS = "/2015-03-31/functions";
const ONE = `${FUNCTIONS}/{FunctionName}`;
const TAGS = "/2017-03-31/tags/{Resource}";

/** The operations that the embedded Lambda implements. */
export const LAMBDA_ROUTES = [
  { operation: "CreateFunction", method: "POST", path: FUNCTIONS },
  { operation: "GetFunction", method: "GET", path: ONE },
  { operation: "DeleteFunction", method: "DELETE", path: ONE },
  { operation: "GetFunctionConfiguration", method: "GET", path: `${ONE}/configuration` },
  { operation: "UpdateFunctionConfiguration", method: "PUT", path: `${ONE}/configuration` },
  { operation: "UpdateFunctionCode", method: "PUT", path: `${ONE}/code` },
  { operation: "Invoke", method: "POST", path: `${ONE}/invocations` },
  { operation: "PublishVersion", method: "POST", path: `${ONE}/versions` },
  { operation: "ListVersionsByFunction", method: "GET", path: `${ONE}/versions` },
  { operation: "CreateAlias", method: "POST", path: `${ONE}/aliases` },
  { operation: "ListAliases", method: "GET", path: `${ONE}/aliases` },
  { operation: "GetAlias", method: "GET", path: `${ONE}/aliases/{Name}` },
  { operation: "UpdateAlias", method: "PUT", path: `${ONE}/aliases/{Name}` },
  { operation: "AddPermission", method: "POST", path: `${ONE}/policy` },
  { operation: "GetPolicy", method: "GET", path: `${ONE}/policy` },
  { operation: "TagResource", method: "POST", path: TAGS },
  { operation: "UntagResource", method: "DELETE", path: TAGS },
  { operation: "ListTags", method: "GET", path: TAGS },
] as const satisfies readonly Route[];

export type LambdaOperation = (typeof LAMBDA_ROUTES)[number]["operation"];
