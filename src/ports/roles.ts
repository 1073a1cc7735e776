/** A policy document, as JSON. */
export type Policy = string;

export interface RoleSpec {
  readonly name: string;
  readonly managedPolicies: readonly string[];
  /** Name and document of the inline policy that is ours; others are left alone. */
  readonly inline: { readonly name: string; readonly policy: Policy };
  readonly tags: Readonly<Record<string, string>>;
}

export interface Identity {
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
}

export interface Roles {
  identity(): Promise<Identity>;
  /** Creates the role, or adds what it lacks. @returns its ARN */
  ensure(spec: RoleSpec): Promise<string>;
}
