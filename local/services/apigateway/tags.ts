import { readJson } from "../../http/body.ts";
import { rejectUnknownFields } from "../../http/fields.ts";
import { partitionOf } from "../../partition.ts";
import { type ApiContext, findApi } from "./context.ts";
import { badRequest } from "./model.ts";

export async function tagResource(context: ApiContext): Promise<undefined> {
  const input = await readJson(context.request);
  rejectUnknownFields(input, ["tags"], "BadRequestException");
  const added = checkTags(input.tags);
  const api = findApi(tagged(context));
  context.apis.set(api.id, { ...api, tags: { ...api.tags, ...added } });
}

/** Refuses tags as AWS does. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-supported-resources.html */
export function checkTags(value: unknown = {}): Readonly<Record<string, string>> {
  const tags = value as Readonly<Record<string, string>>;
  const invalid = Object.entries(tags).find(
    ([key, text]) =>
      !/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key) ||
      !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(text),
  );
  if (invalid !== undefined) throw badRequest(`Invalid tag: \`${invalid.join("=")}\``);
  return tags;
}

export async function getTags(context: ApiContext): Promise<unknown> {
  return { tags: findApi(tagged(context)).tags };
}

/** Finds the API that `arn:<partition>:apigateway:<region>::/restapis/<id>` names. */
function tagged(context: ApiContext): ApiContext {
  const arn = context.params.resourceArn ?? "";
  const prefix = `arn:${partitionOf(context.region)}:apigateway:${context.region}::/restapis/`;
  if (!arn.startsWith(prefix) || arn.slice(prefix.length).includes("/")) {
    throw badRequest(`Invalid ARN \`${arn}\`: the embedded API Gateway tags REST APIs only`);
  }
  return { ...context, params: { restApiId: arn.slice(prefix.length) } };
}
