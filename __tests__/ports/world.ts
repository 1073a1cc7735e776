import type { Cloud } from "../../src/ports/cloud.ts";

/** What a role has, as whoever looks into the account sees it. */
export interface SeenRole {
  readonly trustPolicy: string;
  readonly managedPolicies: readonly string[];
  /** Inline policies by name. */
  readonly inline: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A cloud, and what a case needs beside the ports to see what they did. */
export interface World {
  readonly cloud: Cloud;
  readonly partition: string;
  /** Writes by a presigned URL. @returns the HTTP status */
  put(url: string, body: string, headers?: Readonly<Record<string, string>>): Promise<number>;
  role(name: string): Promise<SeenRole | undefined>;
  /** Whether a log group is there. */
  hasLog(group: string): boolean;
  /** Attaches a managed policy, as an older version did. */
  attach(role: string, policyArn: string): Promise<void>;
}

/** A behaviour of the port that every cloud must have. */
export interface Case {
  readonly title: string;
  run(world: World): Promise<void>;
}

let count = 0;

/** A name that no other case has: the cases of a cloud share its account. */
export function unique(kind: string): string {
  count += 1;
  return `${kind}-${count}`;
}
