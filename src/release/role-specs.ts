import type { Identity, OwnRole, RoleSpec } from "../ports/roles.ts";
import {
  NETWORK_POLICY,
  previewReferencesName,
  type RoleLevel,
  regionPolicyName,
  roleName,
  schedulerRoleName,
  stagePolicyName,
  TRACING_POLICY,
} from "./place/names.ts";
import { assertOurs, TAGS } from "./place/ownership.ts";
import {
  networkPolicy,
  type PolicyOfStage,
  previewReferencesPolicy,
  regionPolicy,
  schedulePolicy,
  stagePolicy,
  tracingPolicy,
  trustPolicy,
} from "./role-policies.ts";

type Tags = Readonly<Record<string, string>>;

/** The place of a stage whose roles are meant. */
interface Stage {
  readonly app: string;
  readonly level: RoleLevel;
  readonly region: string;
  readonly identity: Identity;
  readonly stage: string;
  readonly tags: Tags;
}

/** Returns the execution role: it may write its log, read its level's archives, and do what the configuration needs. */
export function roleSpec(
  of: Stage & {
    readonly bucket: string;
  } & PolicyOfStage,
): RoleSpec {
  const managed = (name: string) => `arn:${of.identity.partition}:iam::aws:policy/${name}`;
  return {
    ...executionRole(of),
    trustPolicy: trustPolicy("lambda.amazonaws.com"),
    description: "Execution role of functions deployed by megamode-deploy",
    inline: [
      { name: regionPolicyName(of.region), policy: regionPolicy(of) },
      { name: stagePolicyName(of.region, of.stage), policy: stagePolicy(of) },
      ...(joinsNetwork(of) ? [{ name: NETWORK_POLICY, policy: networkPolicy() }] : []),
      ...(isTraced(of) ? [{ name: TRACING_POLICY, policy: tracingPolicy() }] : []),
    ],
    detached: [
      managed("service-role/AWSLambdaBasicExecutionRole"),
      managed("service-role/AWSLambdaVPCAccessExecutionRole"),
      managed("AmazonElasticFileSystemClientReadWriteAccess"),
    ],
    tags: tagsOfRole(of),
  };
}

/** Lambda tells of a function without a network that it is in no subnet. */
function joinsNetwork({ functionConfiguration, live }: PolicyOfStage): boolean {
  const { SubnetIds = [] } = (live?.VpcConfig ?? {}) as { SubnetIds?: readonly string[] };
  return Boolean(functionConfiguration.VpcConfig) || SubnetIds.length > 0;
}

function isTraced({ functionConfiguration, live }: PolicyOfStage): boolean {
  const configurations = [functionConfiguration, live ?? {}];
  return configurations.some(({ TracingConfig }) => {
    return (TracingConfig as { Mode?: unknown } | undefined)?.Mode === "Active";
  });
}

/**
 * Returns the previews' execution role as far as it is the same for all previews `pr-<number>`. The deploy of a
 * deployed stage makes it, so that whoever deploys a preview needs no permission to write a role: by it, one could
 * take any permission of the account.
 */
export function previewsRoleSpec(
  of: Omit<Stage, "level"> &
    Pick<PolicyOfStage, "functionConfiguration"> & {
      readonly bucket: string;
      readonly previewReferences: readonly string[];
    },
): RoleSpec {
  const spec = roleSpec({ ...of, level: "preview", name: `${of.app}-pr-1`, fansOut: false });
  const common = [regionPolicyName(of.region), NETWORK_POLICY, TRACING_POLICY];
  const references = {
    name: previewReferencesName(of.region),
    policy: previewReferencesPolicy(of, of.previewReferences),
  };
  return {
    ...spec,
    inline: [...spec.inline.filter(({ name }) => common.includes(name)), references],
  };
}

/** Returns the role with which EventBridge Scheduler prewarms a level's stages. */
export function schedulerRoleSpec(of: Stage & { readonly aliasArn: string }): RoleSpec {
  return {
    ...schedulerRole(of),
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    trustPolicy: trustPolicy("scheduler.amazonaws.com", of.identity.account),
    description: "Prewarms functions deployed by megamode-deploy",
    inline: [
      { name: stagePolicyName(of.region, of.stage), policy: schedulePolicy(of.aliasArn) },
      // An older version let it invoke every function whose name began with the app's.
      { name: regionPolicyName(of.region), policy: undefined },
    ],
    detached: [],
    tags: tagsOfRole(of),
  };
}

/** Names the execution role of a stage. */
export function executionRole(of: Pick<Stage, "app" | "level" | "tags">): OwnRole {
  return ownRole(roleName(of.app, of.level), of);
}

/** Names the role of a stage's schedule. */
export function schedulerRole(of: Pick<Stage, "app" | "level" | "tags">): OwnRole {
  return ownRole(schedulerRoleName(of.app, of.level), of);
}

function ownRole(name: string, of: Pick<Stage, "level" | "tags">): OwnRole {
  return { name, assertOurs: (found) => assertOurs("role", name, found, tagsOfRole(of)) };
}

/** A role serves all stages of its level: it has the app's tags, not those of one stage. */
function tagsOfRole({ level, tags }: Pick<Stage, "level" | "tags">): Tags {
  const ofApp = [TAGS.app, TAGS.repository, TAGS.repositoryId] as readonly string[];
  const kept = Object.entries(tags).filter(([name]) => ofApp.includes(name));
  return { ...Object.fromEntries(kept), [TAGS.trust]: level };
}
