import { randomBytes } from "node:crypto";
import { checkForm, required } from "../../http/query-protocol.ts";
import type { XmlValue } from "../../http/xml.ts";
import { AwsError } from "../../service.ts";
import type { Records } from "../../state/records.ts";
import { parsePolicy } from "./policy.ts";
import { age, changed, type Propagation } from "./propagation.ts";
import type { Role } from "./store.ts";
import { readTags } from "./tags.ts";

/** What an IAM action receives. */
export interface IamContext {
  readonly roles: Records<Role>;
  readonly account: string;
  readonly partition: string;
  readonly form: URLSearchParams;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly propagation: Propagation;
}

export function createRole({ roles, account, partition, form, now }: IamContext): XmlValue {
  checkForm(
    form,
    ["RoleName", "AssumeRolePolicyDocument", "Path", "Description", "MaxSessionDuration"],
    ["Tags"],
  );
  const name = required(form, "RoleName");
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) throw invalid("roleName", name);
  const path = form.get("Path") ?? "/";
  if (!/^\/(?:[!-~]{1,510}\/)?$/.test(path)) throw invalid("path", path);
  const trustPolicy = required(form, "AssumeRolePolicyDocument");
  parsePolicy(trustPolicy);
  if (roles.get(name.toLowerCase()) !== undefined) {
    throw new AwsError(409, "EntityAlreadyExists", `Role with name ${name} already exists.`);
  }
  const description = form.get("Description");
  const role: Role = {
    name,
    id: `AROA${randomBytes(8).toString("hex").toUpperCase()}`,
    arn: `arn:${partition}:iam::${account}:role${path}${name}`,
    path,
    created: new Date(now()).toISOString(),
    ...(description === null ? {} : { description }),
    maxSessionDuration: Number(form.get("MaxSessionDuration") ?? 3600),
    trustPolicy,
    policies: {},
    attached: [],
    tags: readTags(form),
  };
  roles.set(name.toLowerCase(), role);
  return { Role: describe(role) };
}

export function updateAssumeRolePolicy(context: IamContext): undefined {
  const { form } = context;
  checkForm(form, ["RoleName", "PolicyDocument"]);
  const role = findRole(context);
  const trustPolicy = required(form, "PolicyDocument");
  parsePolicy(trustPolicy);
  change(context, role, { trustPolicy });
}

/** Stores a change of what a role may do or who may assume it; it counts some time later. */
export function change(
  { roles, now, propagation }: IamContext,
  role: Role,
  changes: Parameters<typeof changed>[1],
): void {
  roles.set(role.name.toLowerCase(), changed(role, changes, now(), propagation.policy));
}

export function getRole(context: IamContext): XmlValue {
  checkForm(context.form, ["RoleName"]);
  return { Role: describe(findRole(context)) };
}

export function tagRole(context: IamContext): undefined {
  checkForm(context.form, ["RoleName"], ["Tags"]);
  const role = findRole(context);
  context.roles.set(role.name.toLowerCase(), {
    ...role,
    tags: readTags(context.form, role.tags),
  });
}

export function listRoleTags(context: IamContext): XmlValue {
  checkForm(context.form, ["RoleName", "Marker", "MaxItems"]);
  return { Tags: { member: tagList(findRole(context)) }, IsTruncated: false };
}

/** Finds the role that the request names. @throws AwsError NoSuchEntity */
export function findRole({ roles, form, now, propagation }: IamContext): Role {
  const name = required(form, "RoleName");
  const role = roles.get(name.toLowerCase());
  if (role === undefined || age(role, now()) < propagation.read)
    throw new AwsError(404, "NoSuchEntity", `The role with name ${name} cannot be found.`);
  return role;
}

function describe(role: Role): XmlValue {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.created,
    // Percent-encoded (RFC 3986), as the API's documentation says.
    AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    Tags: { member: tagList(role) },
  };
}

function tagList(role: Role): XmlValue {
  return Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value }));
}

function invalid(name: string, value: string): AwsError {
  return new AwsError(
    400,
    "ValidationError",
    `The specified value for ${name} is invalid: \`${value}\``,
  );
}
