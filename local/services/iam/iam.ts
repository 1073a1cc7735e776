import { formResponse, readForm } from "../../http/query-protocol.ts";
import type { XmlValue } from "../../http/xml.ts";
import { AwsError, type Service } from "../../service.ts";
import type { Records } from "../../state/records.ts";
import type { Propagation } from "./propagation.ts";
import {
  attachRolePolicy,
  deleteRolePolicy,
  detachRolePolicy,
  getRolePolicy,
  listAttachedRolePolicies,
  listRolePolicies,
  putRolePolicy,
} from "./role-policies.ts";
import {
  createRole,
  getRole,
  type IamContext,
  listRoleTags,
  tagRole,
  updateAssumeRolePolicy,
} from "./roles.ts";
import type { Role } from "./store.ts";

const NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/";

export const IAM_ACTIONS: Readonly<Record<string, (context: IamContext) => XmlValue | undefined>> =
  {
    CreateRole: createRole,
    GetRole: getRole,
    TagRole: tagRole,
    ListRoleTags: listRoleTags,
    PutRolePolicy: putRolePolicy,
    GetRolePolicy: getRolePolicy,
    DeleteRolePolicy: deleteRolePolicy,
    ListRolePolicies: listRolePolicies,
    AttachRolePolicy: attachRolePolicy,
    DetachRolePolicy: detachRolePolicy,
    UpdateAssumeRolePolicy: updateAssumeRolePolicy,
    ListAttachedRolePolicies: listAttachedRolePolicies,
  };

/** Creates IAM, for the roles of functions and schedules. */
export function createIam(
  roles: Records<Role>,
  account: string,
  partition: string,
  now: () => number,
  propagation: Propagation,
): Service {
  return {
    name: "iam",
    protocol: "query",
    async handle(request) {
      const form = await readForm(request, "2010-05-08");
      const action = form.get("Action") ?? "";
      const run = Object.hasOwn(IAM_ACTIONS, action) ? IAM_ACTIONS[action] : undefined;
      if (run === undefined) {
        throw new AwsError(501, "NotImplemented", `The embedded IAM does not implement ${action}`);
      }
      return formResponse(
        action,
        NAMESPACE,
        request.id,
        run({ roles, account, partition, form, now, propagation }),
      );
    },
  };
}
