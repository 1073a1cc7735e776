import { UserError } from "../errors.ts";

/** What we want of a function's configuration; names as Lambda's API has them. */
export interface FunctionSettings {
  readonly Role: string;
  readonly Handler: string;
  readonly Runtime: string;
  readonly MemorySize: number;
  readonly Timeout: number;
  readonly EphemeralStorage: { readonly Size: number };
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
  /** What the user merged in: VPC, file systems, tracing ... */
  readonly [more: string]: unknown;
}

/** A function as it is: the working copy, or one version of it. */
export interface ObservedFunction {
  readonly arn: string;
  readonly codeSha256: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** What an invocation came to. */
export interface Invocation {
  readonly payload: unknown;
  /** The function's own error message, where it failed. */
  readonly error: string | undefined;
}

/** The function was asked, and its answer did not arrive: it may have done its work, or do it still. */
export class AnswerLost extends UserError {
  constructor(name: string, qualifier: string, cause: Error) {
    super(
      `The connection to Lambda broke before \`${name}\`, version ${qualifier}, had answered: ${cause.message}`,
      "The version that was live before, if any, still serves. Run the job again.",
      { cause },
    );
    this.name = "AnswerLost";
  }
}

/** The account runs as many sandboxes as it may: the function was not asked. */
export class NoRoom extends Error {
  constructor(name: string, cause: Error) {
    super(`The account has no room for another sandbox of \`${name}\`.`, { cause });
    this.name = "NoRoom";
  }
}

export interface Functions {
  /** @param qualifier a version or alias; the working copy where it is absent */
  find(name: string, qualifier?: string): Promise<ObservedFunction | undefined>;
  create(spec: {
    readonly name: string;
    readonly architecture: "x86_64" | "arm64";
    readonly settings: FunctionSettings;
    readonly zip: Uint8Array;
    readonly tags: Readonly<Record<string, string>>;
  }): Promise<void>;
  /** Settings, then code; waits until both are in force. */
  update(name: string, settings: FunctionSettings, zip: Uint8Array): Promise<void>;
  /** @returns the version's number, once it is active */
  publish(name: string, codeSha256: string): Promise<string>;
  /** Asks once. @throws AnswerLost, NoRoom */
  invoke(name: string, qualifier: string, payload: unknown): Promise<Invocation>;
  /** @returns the version that the alias points at */
  findAlias(name: string, alias: string): Promise<string | undefined>;
  /** Creates or moves the alias: the one call by which traffic moves. */
  pointAlias(name: string, alias: string, version: string): Promise<void>;
  /** With all versions and aliases; one that is gone already is fine. */
  remove(name: string): Promise<void>;
}
