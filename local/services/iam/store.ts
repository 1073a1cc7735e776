import { openRecords, type Records } from "../../state/records.ts";

/** A role with all that belongs to it. */
export interface Role {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  /** ISO 8601. */
  readonly created: string;
  readonly description?: string;
  readonly maxSessionDuration: number;
  /** JSON as it was sent. */
  readonly trustPolicy: string;
  /** Inline policies by name, each JSON as it was sent. */
  readonly policies: Readonly<Record<string, string>>;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** What counts until a change has reached the services, in epoch milliseconds. */
  readonly former?: {
    readonly until: number;
    readonly trustPolicy: string;
    readonly policies: Readonly<Record<string, string>>;
    readonly attached: readonly string[];
  };
}

/** Opens the roles. Their keys are lower-case names, because IAM ignores case in the names of roles. */
export function openRoles(folder: string): Records<Role> {
  return openRecords<Role>(folder);
}
