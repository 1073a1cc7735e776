import { UserError } from "../errors.ts";

/** What a failure before traffic moves leaves behind. */
export const STILL_SERVES = "The version that was live before, if any, still serves.";

/** The part of a function's configuration that a deploy sets; names are those of Lambda's API. */
export interface FunctionSettings {
  readonly Role: string;
  readonly Handler: string;
  readonly Runtime: string;
  readonly MemorySize: number;
  readonly Timeout: number;
  readonly EphemeralStorage: { readonly Size: number };
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
  /** Settings that the user adds: VPC, file systems, tracing ... */
  readonly [more: string]: unknown;
}

export type Architecture = "x86_64" | "arm64";

/** What a deploy wants of a function's working copy. */
export interface WorkingCopy {
  readonly name: string;
  /** Of the machine code in the bundle. */
  readonly architecture: Architecture;
  readonly settings: FunctionSettings;
  readonly zip: Uint8Array;
}

/** A function as it exists: its working copy, or one version of it. */
export interface ObservedFunction {
  readonly arn: string;
  readonly codeSha256: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** The outcome of an invocation. */
export interface Invocation {
  readonly payload: unknown;
  /** The function's own error message, if it failed. */
  readonly error: string | undefined;
  /** The type of its error, if it named one. */
  readonly errorType?: string | undefined;
}

/** The function was invoked, and its answer did not arrive: it may have done its work, or still be doing it. */
export class AnswerLost extends UserError {
  constructor(name: string, qualifier: string, cause: Error) {
    super(
      `The connection to Lambda broke before \`${name}\`, version ${qualifier}, had answered: ${cause.message}`,
      `${STILL_SERVES} Run the job again.`,
      { cause },
    );
    this.name = "AnswerLost";
  }
}

/** The account already runs as many sandboxes as it may: the function was not invoked. */
export class NoRoom extends UserError {
  constructor(name: string, cause: Error) {
    super(
      `The account has no room for another sandbox of \`${name}\`: ${cause.message}`,
      `${STILL_SERVES} Run the job again when the account's functions have less to do, or ask AWS for more: in Service Quotas, it is Lambda's "Concurrent executions".`,
      { cause },
    );
    this.name = "NoRoom";
  }
}

/** Lambda could not start a sandbox with what the function's role may do: the function was not invoked. */
export class RoleDenied extends UserError {
  constructor(name: string, cause: Error) {
    super(
      `Lambda could not start a sandbox of \`${name}\`: ${cause.message}`,
      `${STILL_SERVES} Allow the function's role what the message names, and run the job again.`,
      { cause },
    );
    this.name = "RoleDenied";
  }
}

export interface Functions {
  /** @param qualifier a version or alias; the working copy if it is absent */
  find(name: string, qualifier?: string): Promise<ObservedFunction | undefined>;
  create(spec: WorkingCopy & { readonly tags: Readonly<Record<string, string>> }): Promise<void>;
  /** Changes settings, then code and architecture, of the working copy; waits until all are in effect. */
  update(spec: WorkingCopy): Promise<void>;
  /**
   * Publishes the working copy, if it has changed since the last version and its code is what the digest says.
   * @returns the version's number, once it is active
   */
  publish(name: string, codeSha256: string): Promise<string>;
  /** Invokes once, never again. @throws AnswerLost, NoRoom, RoleDenied */
  invoke(name: string, qualifier: string, payload: unknown): Promise<Invocation>;
  /** @returns the version that the alias points at */
  findAlias(name: string, alias: string): Promise<string | undefined>;
  /** Creates or moves the alias: this one call moves traffic. */
  pointAlias(name: string, alias: string, version: string): Promise<void>;
  /** Removes a function, if it still exists, with all versions and aliases. */
  remove(name: string): Promise<void>;
}
