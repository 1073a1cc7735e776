/** The bucket that holds archives and release records. */
export interface BundleStore {
  /** Creates the bucket in our region where it is missing. */
  ensureBucket(bucket: string): Promise<void>;
  /** False too where the bucket itself is missing. */
  has(bucket: string, key: string): Promise<boolean>;
  /**
   * Uploads a file under a key that is named after its content; one that is there already is left alone.
   * @param sha256 lower-case hex, checked by S3
   */
  upload(bucket: string, key: string, file: string, sha256: string, bytes: number): Promise<void>;
  /** Writes an object to a file. @returns false where there is none */
  download(bucket: string, key: string, file: string): Promise<boolean>;
  /** undefined where there is none. */
  readJson(bucket: string, key: string): Promise<unknown>;
  writeJson(bucket: string, key: string, value: unknown): Promise<void>;
  /** Creates an object. @returns false where it is there already */
  claim(bucket: string, key: string): Promise<boolean>;
  /**
   * A URL by which somebody else may write this one object.
   * @param seconds that it is valid
   * @param options.once refused with 412 where the object is there; the PUT must say `If-None-Match: *`
   */
  presignPut(
    bucket: string,
    key: string,
    seconds: number,
    options?: { readonly once?: boolean },
  ): Promise<string>;
  /** Removes every object whose key begins so. @returns how many there were */
  removeAll(bucket: string, prefix: string): Promise<number>;
}
