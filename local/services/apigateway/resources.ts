import { rejectUnknownParameters } from "../../http/fields.ts";
import { type ApiContext, findApi, page } from "./context.ts";
import { lambdaUri } from "./definition/lambda-uri.ts";
import type { Resource } from "./model.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetResources.html */
export async function getResources(context: ApiContext): Promise<unknown> {
  const { query } = context.request;
  rejectUnknownParameters(query, ["limit", "position", "embed"], "BadRequestException");
  const withMethods = query.getAll("embed").includes("methods");
  const resources = findApi(context).definition.resources.map((one) => ({
    id: one.id,
    path: one.path,
    ...(withMethods && { resourceMethods: methodsOf(context.region, one) }),
  }));
  return page(resources, query);
}

function methodsOf(region: string, { methods }: Resource) {
  const described = Object.entries(methods).map(
    ([
      httpMethod,
      { functionArn, timeoutInMillis, responseTransferMode = "BUFFERED" as const },
    ]) => {
      const uri = lambdaUri(region, functionArn, responseTransferMode);
      const methodIntegration = {
        ...{ type: "AWS_PROXY", httpMethod: "POST", uri, timeoutInMillis },
        responseTransferMode,
      };
      return [httpMethod, { httpMethod, authorizationType: "NONE", methodIntegration }];
    },
  );
  return Object.fromEntries(described);
}
