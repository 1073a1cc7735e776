import type { FunctionSettings } from "../../../src/ports/functions.ts";
import type { ScheduleSpec } from "../../../src/ports/schedules.ts";

export const REGION = "eu-west-1";
export const ACCOUNT = "123456789012";

type Tags = Readonly<Record<string, string>>;

/** Code and settings: the working copy of a function, or one version of it. */
export interface Snapshot {
  readonly codeSha256: string;
  readonly architecture: "x86_64" | "arm64";
  readonly settings: FunctionSettings;
}

export interface StoredFunction {
  readonly tags: Tags;
  readonly versions: Map<string, Snapshot>;
  /** Aliases and the versions that they point at. */
  readonly aliases: Map<string, string>;
  /** `<alias> <id of a front door>` for each front door that may invoke an alias. */
  readonly permissions: Set<string>;
  workingCopy: Snapshot;
}

export interface StoredFrontDoor {
  readonly tags: Tags;
  /** Stages and the digests of what they serve. */
  readonly deployed: Map<string, string>;
  name: string;
}

export interface StoredRole {
  readonly trustPolicy: string;
  readonly description: string;
  readonly managedPolicies: Set<string>;
  readonly inline: Map<string, string>;
  readonly tags: Tags;
}

/** All that the account has, as plain data: two clouds are the same if their states are equal. */
export interface CloudState {
  /** Buckets by name, their objects by key. */
  readonly buckets: Map<string, Map<string, Buffer>>;
  readonly functions: Map<string, StoredFunction>;
  /** By id. */
  readonly frontDoors: Map<string, StoredFrontDoor>;
  readonly roles: Map<string, StoredRole>;
  readonly schedules: Map<string, ScheduleSpec>;
  /** Names of the log groups that functions have written to. */
  readonly logGroups: Set<string>;
}

export function emptyState(): CloudState {
  return {
    buckets: new Map(),
    functions: new Map(),
    frontDoors: new Map(),
    roles: new Map(),
    schedules: new Map(),
    logGroups: new Set(),
  };
}

/** Makes a bucket, unless it is there. @returns its objects by key */
export function makeBucket({ buckets }: CloudState, name: string): Map<string, Buffer> {
  const objects = buckets.get(name) ?? new Map<string, Buffer>();
  buckets.set(name, objects);
  return objects;
}

/** An error that has the name by which AWS has it. */
export function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

export function roleArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

/** Fails when a service may not assume a role. */
export function assertAssumable(state: CloudState, arn: string, service: string): void {
  const role = state.roles.get(arn.slice(roleArn("").length));
  if (role && trusts(role.trustPolicy, service)) return;
  const name = service.startsWith("lambda")
    ? "InvalidParameterValueException"
    : "ValidationException";
  throw failure(name, `The role \`${arn}\` cannot be assumed by ${service}.`);
}

/** Whether the service may assume a role, for this account where the policy asks for one. */
function trusts(policy: string, service: string): boolean {
  const { Statement } = JSON.parse(policy) as {
    Statement: { Principal: { Service: string }; Condition?: Record<string, unknown> }[];
  };
  const account = JSON.stringify({ StringEquals: { "aws:SourceAccount": ACCOUNT } });
  return Statement.some(
    ({ Principal, Condition }) =>
      Principal.Service === service &&
      (Condition === undefined || JSON.stringify(Condition) === account),
  );
}
