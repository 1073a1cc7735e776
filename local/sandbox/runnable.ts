import type { ResponseSink } from "../service.ts";

/** What a sandbox needs to know about a function's version. */
export interface Runnable {
  /** Sandboxes with the same key can replace each other. */
  readonly key: string;
  readonly functionName: string;
  readonly version: string;
  readonly handler: string;
  readonly role: string;
  readonly logGroup: string;
  readonly logFormat?: "Text" | "JSON";
  /** What the application logs below this level is dropped; where the format is JSON only. */
  readonly logLevel?: string | undefined;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly tmpMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  /** The folder with the unpacked function zip. */
  readonly codeDir: string;
}

/** A folder of the host that is visible inside, like an EFS access point. */
export interface Mount {
  readonly hostDir: string;
  readonly path: string;
}

/** One invocation of a function. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: Buffer;
  readonly functionArn: string;
  readonly traceId: string;
  /** JSON. */
  readonly clientContext?: string;
  /** Where an invoker wants the response as it comes. What a function streams goes there, and not into the outcome. */
  readonly sink?: ResponseSink;
}

/** What an invocation resulted in. */
export interface Outcome {
  readonly payload: Buffer;
  readonly functionError?: "Unhandled";
  /** Whether the response went to the invocation's sink. */
  readonly streamed?: true;
  /** The last 4 kB of the invocation's log. */
  readonly logTail: Buffer;
}
