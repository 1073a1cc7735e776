import { checkForm, required } from "../../http/query-protocol.ts";
import type { XmlValue } from "../../http/xml.ts";
import { AwsError } from "../../service.ts";
import { managedPolicy } from "./managed-policies.ts";
import { parsePolicy } from "./policy.ts";
import { change, findRole, type IamContext } from "./roles.ts";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (all inline policies of a role)
const MAX_INLINE = 10_240;

export function putRolePolicy(context: IamContext): undefined {
  const { form } = context;
  checkForm(form, ["RoleName", "PolicyName", "PolicyDocument"]);
  const role = findRole(context);
  const document = required(form, "PolicyDocument");
  parsePolicy(document);
  const name = required(form, "PolicyName");
  if (!/^[\w+=,.@-]{1,128}$/.test(name)) {
    const message = `The specified value for policyName is invalid: \`${name}\``;
    throw new AwsError(400, "ValidationError", message);
  }
  const policies = { ...role.policies, [name]: document };
  if (Object.values(policies).join("").replace(/\s/g, "").length > MAX_INLINE) {
    throw new AwsError(
      409,
      "LimitExceeded",
      `Maximum policy size of ${MAX_INLINE} bytes exceeded for role ${role.name}`,
    );
  }
  change(context, role, { policies });
}

export function getRolePolicy(context: IamContext): XmlValue {
  checkForm(context.form, ["RoleName", "PolicyName"]);
  const role = findRole(context);
  const name = required(context.form, "PolicyName");
  const document = Object.hasOwn(role.policies, name) ? role.policies[name]! : undefined;
  if (document === undefined) throw noSuchPolicy(name);
  return { RoleName: role.name, PolicyName: name, PolicyDocument: encodeURIComponent(document) };
}

export function deleteRolePolicy(context: IamContext): undefined {
  checkForm(context.form, ["RoleName", "PolicyName"]);
  const role = findRole(context);
  const name = required(context.form, "PolicyName");
  if (!Object.hasOwn(role.policies, name)) throw noSuchPolicy(name);
  const rest = Object.entries(role.policies).filter(([other]) => other !== name);
  change(context, role, { policies: Object.fromEntries(rest) });
}

export function listRolePolicies(context: IamContext): XmlValue {
  checkForm(context.form, ["RoleName", "Marker", "MaxItems"]);
  return { PolicyNames: { member: Object.keys(findRole(context).policies) }, IsTruncated: false };
}

export function attachRolePolicy(context: IamContext): undefined {
  checkForm(context.form, ["RoleName", "PolicyArn"]);
  const role = findRole(context);
  const arn = required(context.form, "PolicyArn");
  if (managedPolicy(arn) === undefined) {
    throw new AwsError(
      404,
      "NoSuchEntity",
      `Policy ${arn} does not exist or is not attachable (the embedded IAM knows few of AWS's own policies).`,
    );
  }
  change(context, role, { attached: [...new Set([...role.attached, arn])] });
}

export function detachRolePolicy(context: IamContext): undefined {
  checkForm(context.form, ["RoleName", "PolicyArn"]);
  const role = findRole(context);
  const arn = required(context.form, "PolicyArn");
  if (!role.attached.includes(arn)) {
    throw new AwsError(404, "NoSuchEntity", `Policy ${arn} was not found.`);
  }
  change(context, role, { attached: role.attached.filter((other) => other !== arn) });
}

export function listAttachedRolePolicies(context: IamContext): XmlValue {
  checkForm(context.form, ["RoleName", "PathPrefix", "Marker", "MaxItems"]);
  const member = findRole(context).attached.map((arn) => ({
    PolicyName: arn.split("/").at(-1)!,
    PolicyArn: arn,
  }));
  return { AttachedPolicies: { member }, IsTruncated: false };
}

function noSuchPolicy(name: string): AwsError {
  return new AwsError(404, "NoSuchEntity", `The role policy with name ${name} cannot be found.`);
}
