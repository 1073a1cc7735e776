import { readBody } from "../../http/body.ts";
import { rejectUnknownParameters } from "../../http/fields.ts";
import { type ApiContext, findApi, page } from "./context.ts";
import { parseOpenApi } from "./definition/openapi.ts";
import { describeApi } from "./describe.ts";
import { badRequest, type Definition, nowInSeconds, type RestApi } from "./model.ts";

const BODY_LIMIT = 6 * 1024 * 1024;
const ENDPOINTS = ["REGIONAL", "EDGE"];

export async function importRestApi(context: ApiContext): Promise<unknown> {
  const { query } = context.request;
  rejectUnknownParameters(
    query,
    ["mode", "failonwarnings", "endpointConfigurationTypes"],
    "BadRequestException",
  );
  const endpointType = query.get("endpointConfigurationTypes") ?? "EDGE";
  if (!ENDPOINTS.includes(endpointType))
    throw badRequest(`Invalid endpoint configuration type \`${endpointType}\``);
  const text = (await readBody(context.request, BODY_LIMIT)).toString("utf8");
  const { definition, ...described } = parseOpenApi(text, context.region);
  const api: RestApi = {
    ...described,
    id: await context.ports.open(),
    endpointType,
    created: nowInSeconds(),
    tags: {},
    definition,
    deployments: {},
    stages: {},
  };
  context.apis.set(api.id, api);
  return describeApi(api);
}

/** Merges the definition by default. https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html */
export async function putRestApi(context: ApiContext): Promise<unknown> {
  const { query } = context.request;
  rejectUnknownParameters(query, ["mode", "failonwarnings"], "BadRequestException");
  const mode = query.get("mode") ?? "merge";
  if (mode !== "merge" && mode !== "overwrite") throw badRequest(`Invalid mode \`${mode}\``);
  const text = (await readBody(context.request, BODY_LIMIT)).toString("utf8");
  const { definition, ...described } = parseOpenApi(text, context.region);
  const api = findApi(context);
  const changed: RestApi = {
    ...api,
    ...described,
    definition: mode === "overwrite" ? definition : merge(api.definition, definition),
  };
  context.apis.set(api.id, changed);
  return describeApi(changed);
}

export async function getRestApis({ apis, request }: ApiContext): Promise<unknown> {
  rejectUnknownParameters(request.query, ["limit", "position"], "BadRequestException");
  return page(
    apis.keys().map((id) => describeApi(apis.get(id)!)),
    request.query,
  );
}

export async function deleteRestApi(context: ApiContext): Promise<undefined> {
  const api = findApi(context);
  await context.ports.close(api.id);
  context.apis.delete(api.id);
}

function merge(old: Definition, added: Definition): Definition {
  const resources = new Map(old.resources.map((resource) => [resource.path, resource]));
  for (const resource of added.resources) {
    const methods = { ...resources.get(resource.path)?.methods, ...resource.methods };
    resources.set(resource.path, { ...resource, methods });
  }
  return {
    resources: [...resources.values()],
    binaryMediaTypes: [...new Set([...old.binaryMediaTypes, ...added.binaryMediaTypes])],
  };
}
