/** A policy document, as JSON. */
export type Policy = string;

type Tags = Readonly<Record<string, string>>;

/** A role of ours, and how to tell that it is. */
export interface OwnRole {
  readonly name: string;
  /**
   * Called with the tags of a role that exists, before anything else of it is read or changed.
   * @throws UserError if it is somebody else's
   */
  readonly assertOurs: (tags: Tags) => void;
}

export interface RoleSpec extends OwnRole {
  /** Who may assume it. */
  readonly trustPolicy: Policy;
  readonly description: string;
  /** The inline policies that are ours; others are left alone. A policy that is undefined is removed. */
  readonly inline: readonly { readonly name: string; readonly policy: Policy | undefined }[];
  /** ARNs of managed policies that older versions attached: they are detached. */
  readonly detached: readonly string[];
  /** Tags that an older role lacks, or that a renamed repository changes, are written. */
  readonly tags: Tags;
}

export interface Identity {
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
}

/** A role that is what its spec says. */
export interface EnsuredRole {
  readonly arn: string;
  /** Whether what it may do, or who may assume it, was something else before. Services learn of that a while later. */
  readonly changed: boolean;
}

export interface Roles {
  identity(): Promise<Identity>;
  /** Creates the role, or makes it what the spec says. */
  ensure(spec: RoleSpec): Promise<EnsuredRole>;
  /** Removes an inline policy, if it and its role still exist. */
  removePolicy(role: OwnRole, policy: string): Promise<void>;
}
