export interface ObservedApi {
  readonly id: string;
  /** Digest of the definition that the stage serves, as written by `deploy`. */
  readonly deployed: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface NamedApi {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** REST APIs of API Gateway. */
export interface FrontDoor {
  find(name: string, stage: string): Promise<ObservedApi | undefined>;
  /** All APIs of the region, ours or not. */
  list(): Promise<readonly NamedApi[]>;
  /** @param definition OpenAPI 3 with Amazon's extensions. @returns the API's id */
  create(definition: string, tags: Readonly<Record<string, string>>): Promise<string>;
  replace(apiId: string, definition: string): Promise<void>;
  /** Serves the definition as it is now on that stage, and notes its digest. */
  deploy(apiId: string, stage: string, digest: string): Promise<void>;
  /** One that is gone already is fine. */
  remove(apiId: string): Promise<void>;
  /** The stage's public URL, without a trailing slash. */
  url(apiId: string, stage: string): string;
}
