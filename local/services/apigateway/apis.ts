import { readBody, readJson } from "../../http/body.ts";
import { rejectUnknownFields, rejectUnknownParameters } from "../../http/fields.ts";
import { type ApiContext, findApi, page } from "./context.ts";
import { type Described, parseOpenApi, resourceId } from "./definition/openapi.ts";
import { describeApi } from "./describe.ts";
import { badRequest, type Definition, nowInSeconds, type RestApi } from "./model.ts";
import { checkTags } from "./tags.ts";

const BODY_LIMIT = 6 * 1024 * 1024;
const ENDPOINTS = ["REGIONAL", "EDGE"];
const CREATE_FIELDS = ["name", "description", "version", "endpointConfiguration", "tags"];

/**
 * Creates an API that has nothing but its root. Names need not be unique.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html
 */
export async function createRestApi(context: ApiContext): Promise<unknown> {
  rejectUnknownParameters(context.request.query, [], "BadRequestException");
  const input = await readJson(context.request);
  rejectUnknownFields(input, CREATE_FIELDS, "BadRequestException");
  if (typeof input.name !== "string" || input.name === "") throw badRequest("No name specified");
  const { types = ["EDGE"] } = (input.endpointConfiguration ?? {}) as { types?: string[] };
  const [endpointType = ""] = types;
  if (!ENDPOINTS.includes(endpointType))
    throw badRequest(`Invalid endpoint configuration type \`${endpointType}\``);
  const root = { id: resourceId("/"), path: "/", methods: {} };
  const api: RestApi = {
    id: await context.ports.open(),
    name: input.name,
    ...(typeof input.description === "string" && { description: input.description }),
    ...(typeof input.version === "string" && { version: input.version }),
    endpointType,
    created: nowInSeconds(),
    tags: checkTags(input.tags),
    definition: { resources: [root], binaryMediaTypes: [] },
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
  const { warnings, definition, ...described } = await readDefinition(context);
  const api = findApi(context);
  const changed: RestApi = {
    ...api,
    ...described,
    definition: mode === "overwrite" ? definition : merge(api.definition, definition),
  };
  context.apis.set(api.id, changed);
  return { ...describeApi(changed), ...(warnings.length > 0 && { warnings }) };
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

/**
 * Reads the body. What API Gateway would warn of fails the request if the client asks for that.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-errors-warnings.html
 */
async function readDefinition({ request, region }: ApiContext): Promise<Described> {
  const text = (await readBody(request, BODY_LIMIT)).toString("utf8");
  const described = parseOpenApi(text, region);
  if (request.query.get("failonwarnings") === "true" && described.warnings.length > 0) {
    throw badRequest(`Warnings found during import:\n\t${described.warnings.join("\n\t")}`);
  }
  return described;
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
