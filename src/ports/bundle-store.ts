import { UserError } from "../errors.ts";

/** Bytes of JSON that are read at most: far more than the largest of our records has. */
export const MOST_JSON = 4 * 2 ** 20;

/** An object that is there, but is not the JSON that we write. */
export class Unreadable extends Error {
  constructor(key: string, why: string) {
    super(`\`${key}\` in the bucket cannot be read: ${why}`);
    this.name = "Unreadable";
  }
}

/** A bucket that exists, and that this account cannot use in this region. */
export class BucketRefused extends UserError {}

/** Parses an object's bytes. @throws Unreadable */
export function parseJson(key: string, bytes: Uint8Array): unknown {
  if (bytes.length > MOST_JSON) throw new Unreadable(key, "it is too large");
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Unreadable(key, "it is no JSON");
  }
}

/** The bucket that holds archives and release records. */
export interface BundleStore {
  /** Whether the bucket exists. @throws BucketRefused if it is another account's, or lies in another region */
  findBucket(bucket: string): Promise<boolean>;
  /**
   * Creates the bucket in our region, unless it exists, and waits until it is there.
   * @param log gets a line if it is created
   * @throws BucketRefused if it is another account's, or lies in another region
   */
  ensureBucket(bucket: string, log: (line: string) => void): Promise<void>;
  /** False, too, if the bucket itself is missing. */
  has(bucket: string, key: string): Promise<boolean>;
  /**
   * Uploads a file under a key that names its content; an object that is there already stays.
   * @param file is read as a whole: a piece has at most 6 MB
   * @param sha256 lower-case hex, checked by S3
   */
  upload(bucket: string, key: string, file: string, sha256: string): Promise<void>;
  /**
   * Writes an object to a new file; one that is there already is an error, and is not written through if it is a link.
   * @param bytes of the object; no more than these are read
   * @returns false if there is no such object, or none of this size; then there is no file
   */
  download(bucket: string, key: string, file: string, bytes: number): Promise<boolean>;
  /** Reads an object; undefined if there is none. @throws Unreadable if it is too large (`MOST_JSON`) or no JSON */
  readJson(bucket: string, key: string): Promise<unknown>;
  writeJson(bucket: string, key: string, value: unknown): Promise<void>;
  /**
   * Creates an object.
   * @param value what it holds; by default it only shows that somebody was there
   * @returns false if it is there already, and holds anything else
   */
  claim(bucket: string, key: string, value?: unknown): Promise<boolean>;
  /**
   * Makes a URL by which somebody else may write this one object.
   * @param seconds how long it is valid
   * @param options.once refuses the PUT with 412 if the object is there; the PUT must say `If-None-Match: *`
   */
  presignPut(
    bucket: string,
    key: string,
    seconds: number,
    options?: { readonly once?: boolean },
  ): Promise<string>;
  /** Removes every object whose key begins with the prefix. @returns how many there were */
  removeAll(bucket: string, prefix: string): Promise<number>;
}
