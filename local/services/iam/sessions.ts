import { randomBytes } from "node:crypto";
import { AwsError, type Principal, type Roles } from "../../service.ts";
import type { Key } from "../../signature/keys.ts";
import type { Records } from "../../state/records.ts";
import { hold, type RequestContext } from "./conditions.ts";
import { managedPolicy } from "./managed-policies.ts";
import { evaluate, parsePolicy, type Statement } from "./policy.ts";
import { age, asServicesSee, DEFAULT_PROPAGATION } from "./propagation.ts";
import type { Role } from "./store.ts";

const SESSION_MS = 12 * 60 * 60 * 1000;

/** The sessions of roles, and what they may do. They last until the embedded AWS stops, like the sandboxes. */
export interface Sessions extends Roles {
  find(accessKeyId: string): Key | undefined;
  permits(
    principal: Principal,
    action: string,
    resource: string,
    context?: RequestContext,
  ): boolean;
  /** Assumes a role for a service. @returns undefined if the role does not trust the service */
  principalFor(roleArn: string, service: string, sessionName: string): Principal | undefined;
}

/**
 * @param ofDeployer returns what the deployer's key may do, or undefined if it may do everything
 * @param now epoch milliseconds
 * @param delay milliseconds until all services know a new role
 */
export function createSessions(
  roles: Records<Role>,
  account: string,
  ofDeployer: () => readonly Statement[] | undefined,
  now: () => number,
  delay = DEFAULT_PROPAGATION.role,
): Sessions {
  const sessions = new Map<string, Key>();

  /** Finds a role as the services see it. @param known milliseconds until the asking one knows a new role */
  function roleOf(arn: string, known = delay / 2): Role | undefined {
    const found = roles
      .keys()
      .map((key) => roles.get(key)!)
      .find((role) => role.arn === arn);
    if (found === undefined || age(found, now()) < known) return undefined;
    return asServicesSee(found, now());
  }

  function assume(roleArn: string, service: string, sessionName: string): Principal | undefined {
    const role = roleOf(roleArn);
    if (role === undefined || !trusts(role, service, account)) return undefined;
    const partition = roleArn.split(":")[1];
    const arn = `arn:${partition}:sts::${account}:assumed-role/${role.name}/${sessionName}`;
    return { arn, account, roleArn };
  }

  const permits: Sessions["permits"] = (principal, action, resource, context = {}) => {
    if (principal.roleArn === undefined) {
      const statements = ofDeployer();
      return statements === undefined || evaluate(statements, action, resource, context);
    }
    const { sourceFunctionArn } = principal;
    const known = {
      ...context,
      ...(sourceFunctionArn && { "lambda:SourceFunctionArn": sourceFunctionArn }),
    };
    // Read each time: a changed policy changes what running sandboxes may do.
    const role = roleOf(principal.roleArn);
    if (role === undefined) return false;
    const inline = Object.values(role.policies).flatMap(parsePolicy);
    const managed = role.attached.flatMap((arn) => managedPolicy(arn) ?? []);
    return evaluate([...inline, ...managed], action, resource, known);
  };

  return {
    principalFor: assume,
    async sessionFor(roleArn, functionArn) {
      const accessKeyId = `ASIA${randomBytes(8).toString("hex").toUpperCase()}`;
      const secretAccessKey = randomBytes(30).toString("base64");
      const sessionToken = randomBytes(96).toString("base64");
      const principal = assume(roleArn, "lambda.amazonaws.com", accessKeyId.slice(-8));
      if (principal === undefined) throw notAssumable();
      sessions.set(accessKeyId, {
        secretAccessKey,
        sessionToken,
        expires: Date.now() + SESSION_MS,
        principal: {
          ...principal,
          ...(functionArn !== undefined && { sourceFunctionArn: functionArn }),
        },
      });
      return { accessKeyId, secretAccessKey, sessionToken };
    },
    find: (accessKeyId) => sessions.get(accessKeyId),
    isPrincipal: (roleArn) => roleOf(roleArn, delay) !== undefined,
    permits,
    allows: (roleArn, action, resource, context) =>
      permits({ arn: roleArn, account, roleArn }, action, resource, context),
  };
}

/**
 * Whether a service may assume a role. The scheduler says for whose schedule it acts; that Lambda does so for an
 * execution role is not documented.
 */
function trusts(role: Role, service: string, account: string): boolean {
  const context: RequestContext =
    service === "scheduler.amazonaws.com" ? { "aws:SourceAccount": account } : {};
  return parsePolicy(role.trustPolicy).some(
    ({ effect, actions, services, conditions = [] }) =>
      effect === "Allow" &&
      hold(conditions, context) &&
      actions.includes("sts:AssumeRole") &&
      services.includes(service),
  );
}

function notAssumable(): AwsError {
  return new AwsError(
    400,
    "InvalidParameterValueException",
    "The role defined for the function cannot be assumed by Lambda.",
    { Type: "User" },
  );
}
