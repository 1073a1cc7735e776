import { readJson } from "../../http/body.ts";
import { rejectUnknownFields, rejectUnknownParameters } from "../../http/fields.ts";
import { matchRoute } from "../../http/routes.ts";
import { AwsError, type AwsRequest, type AwsResponse, type Service } from "../../service.ts";
import type { Call, LambdaContext } from "./context.ts";
import * as functions from "./functions/functions.ts";
import { listTags, tagResource, untagResource } from "./functions/tags.ts";
import * as updates from "./functions/updates.ts";
import { invoke } from "./invoke/invoke.ts";
import * as permissions from "./permissions/permissions.ts";
import { LAMBDA_ROUTES, type LambdaOperation } from "./routes.ts";
import { SETTING_FIELDS } from "./settings/settings.ts";
import * as aliases from "./versions/aliases.ts";
import * as versions from "./versions/versions.ts";

interface Operation {
  readonly status: number;
  readonly run: (call: Call) => Promise<unknown>;
  readonly query?: readonly string[];
  readonly fields?: readonly string[];
}

const QUALIFIED = { query: ["Qualifier"] };
const PAGED = ["Marker", "MaxItems"];

const OPERATIONS: Readonly<Record<Exclude<LambdaOperation, "Invoke">, Operation>> = {
  CreateFunction: { status: 201, run: functions.createFunction, fields: functions.CREATE_FIELDS },
  GetFunction: { status: 200, run: functions.getFunction, ...QUALIFIED },
  GetFunctionConfiguration: { status: 200, run: functions.getFunctionConfiguration, ...QUALIFIED },
  UpdateFunctionConfiguration: {
    status: 200,
    run: updates.updateFunctionConfiguration,
    fields: [...SETTING_FIELDS, "RevisionId"],
  },
  UpdateFunctionCode: {
    status: 200,
    run: updates.updateFunctionCode,
    fields: updates.UPDATE_CODE_FIELDS,
  },
  DeleteFunction: { status: 204, run: functions.deleteFunction, ...QUALIFIED },
  PublishVersion: { status: 201, run: versions.publishVersion, fields: versions.PUBLISH_FIELDS },
  ListVersionsByFunction: { status: 200, run: versions.listVersions, query: PAGED },
  CreateAlias: { status: 201, run: aliases.createAlias, fields: aliases.CREATE_ALIAS_FIELDS },
  GetAlias: { status: 200, run: aliases.getAlias },
  ListAliases: { status: 200, run: aliases.listAliases, query: ["FunctionVersion", ...PAGED] },
  UpdateAlias: { status: 200, run: aliases.updateAlias, fields: aliases.UPDATE_ALIAS_FIELDS },
  AddPermission: {
    status: 201,
    run: permissions.addPermission,
    fields: permissions.PERMISSION_FIELDS,
    ...QUALIFIED,
  },
  GetPolicy: { status: 200, run: permissions.getPolicy, ...QUALIFIED },
  TagResource: { status: 204, run: tagResource, fields: ["Tags"] },
  UntagResource: { status: 204, run: untagResource, query: ["tagKeys"] },
  ListTags: { status: 200, run: listTags },
};

/** Creates Lambda's API. */
export function createService(context: LambdaContext): Service {
  return {
    name: "lambda",
    protocol: "rest-json",
    async handle(request) {
      const routed = matchRoute(LAMBDA_ROUTES, request);
      if (routed === undefined) {
        const what = `${request.method} ${request.rawPath}`;
        throw new AwsError(501, "NotImplemented", `The embedded Lambda does not implement ${what}`);
      }
      if (routed.operation === "Invoke") {
        rejectUnknownParameters(request.query, ["Qualifier"]);
        return invoke({ ...context, request, params: routed.params, input: {} });
      }
      return perform(OPERATIONS[routed.operation], context, request, routed.params);
    },
  };
}

async function perform(
  operation: Operation,
  context: LambdaContext,
  request: AwsRequest,
  params: Call["params"],
): Promise<AwsResponse> {
  rejectUnknownParameters(request.query, operation.query ?? []);
  const input = await readJson(request);
  rejectUnknownFields(input, operation.fields ?? []);
  const result = await operation.run({ ...context, request, params, input });
  if (result === undefined) return { status: operation.status };
  return {
    status: operation.status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(result),
  };
}
