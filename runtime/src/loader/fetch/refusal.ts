import { DeniedError, LoadError, TransientError } from "../load-error.ts";

/** An answer other than 200 and 206, and the beginning of its text, perhaps still in chunks. */
export class Refused extends Error {
  readonly status: number;
  readonly text: string;
  constructor(status: number, text: string) {
    super(`S3 answered ${status}`);
    this.status = status;
    this.text = text;
  }
}

/** Statuses below 500 that are worth another attempt. */
const TEMPORARY: ReadonlySet<number> = new Set([408, 429]);

/**
 * Explains a refusal in words that say what to do.
 * @param name the object's, such as `s3://bucket/key`
 */
export function explainRefusal({ status, text: body }: Refused, name: string): LoadError {
  const code = /<Code>([^<]*)/.exec(body)?.[1];
  const text = `S3 answered ${status}${code ? ` ${code}` : ""} for ${name}`;
  if (status >= 500 || TEMPORARY.has(status)) return new TransientError(text);
  if (status === 403) {
    // S3 also says this of an object that does not exist, if the role may not list the bucket.
    return new DeniedError(
      `${text}: either it was deleted (deploy again), or the function's role does not allow s3:GetObject on it`,
    );
  }
  if (code === "NoSuchBucket") {
    return new DeniedError(
      `${text}: either the bucket was deleted (deploy again), or it is so new that S3 does not know it everywhere yet`,
    );
  }
  if (status === 404) return new LoadError(`${text}: the archive was deleted; deploy again`);
  return new LoadError(`${text}: ${/<Message>([^<]*)/.exec(body)?.[1] ?? body.slice(0, 200)}`);
}
