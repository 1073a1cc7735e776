/** All that a sandbox needs to know of a function's version. */
export interface Runnable {
  /** Sandboxes with the same key may stand in for each other. */
  readonly key: string;
  readonly functionName: string;
  readonly version: string;
  readonly handler: string;
  readonly role: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly tmpMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  /** Folder with the unpacked function zip. */
  readonly codeDir: string;
}

/** A folder of the host's that is seen inside, as an EFS access point is. */
export interface Mount {
  readonly hostDir: string;
  readonly path: string;
}

export interface Invocation {
  readonly requestId: string;
  readonly payload: Buffer;
  readonly functionArn: string;
  readonly traceId: string;
  /** JSON. */
  readonly clientContext?: string;
}

export interface Outcome {
  readonly payload: Buffer;
  readonly functionError?: "Unhandled";
  /** The last 4 KB of the invocation's log. */
  readonly logTail: Buffer;
}
