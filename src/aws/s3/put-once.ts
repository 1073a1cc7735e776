import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from "@aws-sdk/client-s3";
import type { Clock } from "../../ports/clock.ts";
import { nameOf } from "../errors/failure.ts";

/** How often a PUT is made that others get in the way of, and milliseconds before each further one. */
const ATTEMPTS = 10;
const PAUSE = 200;

/**
 * Creates an object. Who writes the same key at the same time makes S3 answer with a conflict, which leaves open whether
 * the object is there: the PUT is then made again.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 * @param input with a body that can be sent again: the SDK does not repeat a call whose body is a stream
 * @returns false if the object is there already. If an answer was lost, it may be the one of this very call.
 */
export async function putOnce(
  s3: S3Client,
  clock: Clock,
  input: PutObjectCommandInput & { readonly Body: string | Uint8Array },
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await s3.send(new PutObjectCommand({ ...input, IfNoneMatch: "*" }));
      return true;
    } catch (error) {
      if (nameOf(error) === "PreconditionFailed") return false;
      if (nameOf(error) !== "ConditionalRequestConflict" || attempt === ATTEMPTS) throw error;
      await clock.sleep(PAUSE * attempt);
    }
  }
}
