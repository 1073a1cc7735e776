import { type Call, findVersion } from "../context.ts";
import { conflict, invalidParameter, invalidValue } from "../errors.ts";
import { LATEST, type LambdaFunction } from "../model.ts";
import { functionArn, parseTarget } from "../names.ts";
import { checkRole } from "../settings/role-permissions.ts";
import { architecturesIn, parseNewSettings, SETTING_FIELDS } from "../settings/settings.ts";
import { newVersion } from "../versions/changes.ts";
import { describeVersion } from "../versions/describe.ts";
import { publish } from "../versions/versions.ts";
import { zipIn } from "./code-store.ts";
import { checkTags } from "./tags.ts";

export const CREATE_FIELDS = [
  ...SETTING_FIELDS,
  "FunctionName",
  "Code",
  "PackageType",
  "Architectures",
  "Tags",
  "Publish",
];

export async function createFunction(call: Call): Promise<unknown> {
  const { input, functions, codes, roles } = call;
  if (typeof input.FunctionName !== "string") {
    throw invalidValue("null", "functionName", "Member must not be null");
  }
  const { name } = parseTarget(input.FunctionName);
  if (input.PackageType !== undefined && input.PackageType !== "Zip") {
    throw invalidValue(
      input.PackageType,
      "packageType",
      "Member must satisfy enum value set: [Zip]",
    );
  }
  const settings = { ...parseNewSettings(input), ...architecturesIn(input.Architectures) };
  const tags = checkTags(input.Tags ?? {});
  const zip = zipIn((input.Code ?? {}) as Record<string, unknown>);
  const checked = codes.check(zip);
  await checkRole(roles, call.account, name, settings);
  if (functions.get(name) !== undefined) throw conflict(`Function already exist: ${name}`);
  codes.store(zip);
  const now = call.now();
  const created: LambdaFunction = {
    name,
    latest: newVersion(LATEST, settings, checked, now),
    versions: [],
    nextVersion: 1,
    aliases: [],
    policies: {},
    tags,
  };
  functions.set(name, created);
  if (input.Publish !== true) return describeVersion(call, name, created.latest, now);
  const version = publish(call, created);
  return describeVersion(call, name, version, now, version.version);
}

export async function getFunction(call: Call): Promise<unknown> {
  const { fn, target, version } = findVersion(call);
  return {
    Configuration: describeVersion(call, fn.name, version, call.now(), target.qualifier),
    Code: { RepositoryType: "S3", Location: `file://${call.codes.folderOf(version.code)}` },
    ...tagsFor(call, fn),
  };
}

/**
 * Returns the tags for a caller who may list them; for any other, the answer only says why it has none.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html#API_GetFunction_ResponseSyntax
 */
function tagsFor(call: Call, { name, tags }: LambdaFunction): Readonly<Record<string, unknown>> {
  const { principal } = call.request;
  const arn = functionArn(call, name);
  if (call.roles.permits(principal, "lambda:ListTags", arn)) {
    return Object.keys(tags).length > 0 ? { Tags: tags } : {};
  }
  const Message = `User: ${principal.arn} is not authorized to perform: lambda:ListTags on resource: ${arn} because no identity-based policy allows the lambda:ListTags action`;
  return { TagsError: { ErrorCode: "AccessDeniedException", Message } };
}

export async function getFunctionConfiguration(call: Call): Promise<unknown> {
  const { fn, target, version } = findVersion(call);
  return describeVersion(call, fn.name, version, call.now(), target.qualifier);
}

export async function deleteFunction(call: Call): Promise<undefined> {
  const { fn, target, version } = findVersion(call);
  const { qualifier } = target;
  if (qualifier === undefined) {
    call.functions.delete(fn.name);
    for (const { instance } of [fn.latest, ...fn.versions]) await call.invocations.retire(instance);
    return;
  }
  if (qualifier === LATEST) {
    throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
  }
  if (version.version !== qualifier) {
    throw invalidParameter(
      "Deletion of an alias by DeleteFunction is not possible: use DeleteAlias.",
    );
  }
  const user = fn.aliases.find((alias) => alias.version === qualifier);
  if (user !== undefined) {
    throw conflict(
      `Function version ${functionArn(call, fn.name, qualifier)} is in use by the alias ${user.name}`,
    );
  }
  const { [qualifier]: _, ...policies } = fn.policies;
  const versions = fn.versions.filter((one) => one !== version);
  call.functions.set(fn.name, { ...fn, versions, policies });
  await call.invocations.retire(version.instance);
}
