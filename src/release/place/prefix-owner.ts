import { UserError } from "../../errors.ts";
import { type BundleStore, Unreadable } from "../../ports/bundle-store.ts";
import type { Place } from "./find-place.ts";
import { assertOurs, TAGS } from "./ownership.ts";

type Where = Pick<Place, "app" | "bucket" | "tags">;

/** What says whose an app's prefix of the bucket is: `<app>/owner.json`. */
interface Owner {
  readonly schema: 1;
  readonly repository?: string;
  readonly repositoryId?: string;
}

/**
 * Checks that the app's prefix of the bucket is ours, before anything else below it is read or written.
 * @returns whether it is claimed; an older version left it unclaimed, and so does a deploy from a terminal
 * @throws UserError if it is another repository's, or if the claim is not one that we write
 */
export async function checkPrefix(
  store: Pick<BundleStore, "readJson">,
  { app, bucket, tags }: Where,
): Promise<boolean> {
  const key = ownerKey(app);
  let read: unknown;
  try {
    read = await store.readJson(bucket, key);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw unknownClaim(bucket, key);
  }
  if (read === undefined) return false;
  const owner = parseOwner(read);
  if (owner === undefined) throw unknownClaim(bucket, key);
  const theirs = {
    [TAGS.app]: app,
    ...(owner.repository ? { [TAGS.repository]: owner.repository } : {}),
    ...(owner.repositoryId ? { [TAGS.repositoryId]: owner.repositoryId } : {}),
  };
  assertOurs("prefix", `${bucket}/${app}/`, theirs, tags);
  return true;
}

/**
 * Claims the app's prefix for our repository; a terminal, which knows none, claims nothing. The bucket must exist.
 * @throws UserError if another repository was faster
 */
export async function claimPrefix(
  store: Pick<BundleStore, "readJson" | "claim">,
  place: Where,
): Promise<void> {
  const repository = place.tags[TAGS.repository];
  const repositoryId = place.tags[TAGS.repositoryId];
  if (repository === undefined && repositoryId === undefined) return;
  const owner: Owner = {
    schema: 1,
    ...(repository ? { repository } : {}),
    ...(repositoryId ? { repositoryId } : {}),
  };
  if (await store.claim(place.bucket, ownerKey(place.app), owner)) return;
  await checkPrefix(store, place);
}

function ownerKey(app: string): string {
  return `${app}/owner.json`;
}

/** Whoever may write to the bucket may have written it. */
function parseOwner(read: unknown): Owner | undefined {
  if (typeof read !== "object" || read === null) return undefined;
  const { schema, repository, repositoryId } = read as Readonly<Record<string, unknown>>;
  const isName = (value: unknown) => value === undefined || isShort(value, /^[\w.-]+\/[\w.-]+$/);
  const isId = (value: unknown) => value === undefined || isShort(value, /^\d+$/);
  if (schema !== 1 || !isName(repository) || !isId(repositoryId)) return undefined;
  return repository === undefined && repositoryId === undefined ? undefined : (read as Owner);
}

function isShort(value: unknown, form: RegExp): boolean {
  return typeof value === "string" && value.length <= 200 && form.test(value);
}

function unknownClaim(bucket: string, key: string): UserError {
  return new UserError(
    `\`${key}\` in the bucket \`${bucket}\` does not say whose the prefix is: megamode-deploy did not write it.`,
    "Find out who did. If the prefix is yours, remove the object; the next deploy writes it anew.",
  );
}
