import type { Role } from "@aws-sdk/client-iam";

/** Turns tags into the list of keys and values that IAM wants. */
export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Returns what tags a role of IAM has. */
export function tagsOf({ Tags = [] }: Pick<Role, "Tags">): Readonly<Record<string, string>> {
  return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
