/** The bucket that holds archives and release records. */
export interface BundleStore {
  /** Creates the bucket in our region, unless it exists. */
  ensureBucket(bucket: string): Promise<void>;
  /** False, too, if the bucket itself is missing. */
  has(bucket: string, key: string): Promise<boolean>;
  /**
   * Uploads a file under a key that names its content; an object that is there already stays.
   * @param sha256 lower-case hex, checked by S3
   */
  upload(bucket: string, key: string, file: string, sha256: string, bytes: number): Promise<void>;
  /** Writes an object to a new file. @returns false if there is no such object */
  download(bucket: string, key: string, file: string): Promise<boolean>;
  /** Reads an object; undefined if there is none. */
  readJson(bucket: string, key: string): Promise<unknown>;
  writeJson(bucket: string, key: string, value: unknown): Promise<void>;
  /** Creates an object. @returns false if it is there already */
  claim(bucket: string, key: string): Promise<boolean>;
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
