/** A policy document, as JSON. */
export type Policy = string;

export interface RoleSpec {
  readonly name: string;
  /** The service that may assume it, such as `lambda.amazonaws.com`. */
  readonly service: string;
  readonly description: string;
  readonly managedPolicies: readonly string[];
  /** The inline policies that are ours; others are left alone. A policy that is undefined is removed. */
  readonly inline: readonly { readonly name: string; readonly policy: Policy | undefined }[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface Identity {
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
}

export interface Roles {
  identity(): Promise<Identity>;
  /** Creates the role, or adds the policies that it lacks. @returns its ARN */
  ensure(spec: RoleSpec): Promise<string>;
  /** Removes an inline policy, if it still exists. */
  removePolicy(role: string, policy: string): Promise<void>;
}
