import { AwsError } from "../../../service.ts";
import type { S3Context } from "../context.ts";
import type { StoredObject } from "../store.ts";

/** Checks the conditions of a read. @returns whether the client has the object already */
export function checkReadConditions(
  headers: Readonly<Record<string, string>>,
  object: StoredObject,
): boolean {
  const match = headers["if-match"];
  if (match !== undefined && match !== "*" && unquote(match) !== unquote(object.etag)) {
    throw preconditionFailed("If-Match");
  }
  const noneMatch = headers["if-none-match"];
  return (
    noneMatch !== undefined && (noneMatch === "*" || unquote(noneMatch) === unquote(object.etag))
  );
}

/**
 * Checks the conditions of a write. S3 tells what another operation did before the upload from what one did during it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html#API_PutObject_RequestSyntax (If-None-Match)
 * @param when whether the upload is about to begin, or has ended
 * @throws AwsError if one does not hold
 */
export function checkWriteConditions(
  { store, request, access, bucket, key }: S3Context,
  when: "before" | "during",
): void {
  const existing = store.objects(bucket).get(key);
  const noneMatch = request.headers["if-none-match"];
  if (noneMatch !== undefined) {
    if (noneMatch !== "*")
      throw new AwsError(
        501,
        "NotImplemented",
        "A header you provided implies functionality that is not implemented: If-None-Match",
      );
    if (existing !== undefined) {
      throw when === "before" ? preconditionFailed("If-None-Match") : conflict(key);
    }
  }
  const match = request.headers["if-match"];
  if (match === undefined) return;
  if (existing === undefined) throw access.missing(bucket, key);
  if (unquote(match) !== unquote(existing.etag)) throw preconditionFailed("If-Match");
}

function conflict(key: string): AwsError {
  return new AwsError(
    409,
    "ConditionalRequestConflict",
    "The conditional request cannot succeed due to a conflicting operation against this resource.",
    { Condition: "If-None-Match", Key: key },
  );
}

/** The error that names the condition that did not hold. */
function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    412,
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
    { Condition: condition },
  );
}

function unquote(etag: string): string {
  return etag.replace(/^"(.*)"$/, "$1");
}
