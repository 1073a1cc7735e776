/** A fixture in full: README.md says what the members mean. */
export interface Fixture {
  /** File, case and source. */
  readonly name: string;
  readonly rules: readonly string[];
  readonly source: string;
  readonly event: unknown;
  readonly lambda: Lambda;
  readonly configuration: Configuration;
  /** Undefined: nothing may reach the server. */
  readonly request: ExpectedRequest | undefined;
  /** What the server answers, byte for byte. */
  readonly response: Buffer;
  /** The exact result; undefined if only its status counts, because its text is the adapter's own. */
  readonly result: unknown;
  readonly status: number;
  /** What is streamed, in place of a result. */
  readonly stream?: { readonly prelude: { readonly statusCode: number }; readonly body: Buffer };
}

export interface ExpectedRequest {
  readonly method: string;
  /** SCRIPT_NAME. */
  readonly prefix: string;
  /** PATH_INFO, encoded, and the query: the request line's target. */
  readonly target: string;
  /** All headers, by lower-case name, each with its lines in order. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
}

export interface Lambda {
  readonly requestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly deadlineMs: number;
  readonly traceId: string | null;
  readonly tenantId: string | null;
}

export interface Configuration {
  readonly publicUrl?: string;
  readonly authorizationSource?: string;
  readonly trustedProxy?: {
    readonly headers: readonly string[];
    readonly secretHeader: string;
    readonly secret: string;
  };
}

/** An event that is no request: what becomes of it. */
export interface NotHttp {
  readonly name: string;
  readonly rules: readonly string[];
  readonly source: string;
  readonly outcome: "refused" | "answered" | "other";
  readonly event: unknown;
}

export type Changes = Readonly<Record<string, unknown>>;
export type Content =
  | string
  | { readonly base64: string }
  | { readonly repeat: string; readonly times: number };
export type Headers = Readonly<Record<string, readonly string[] | null>>;

export interface Case {
  readonly name: string;
  readonly rules: readonly string[];
  readonly events: Readonly<Record<string, Changes>>;
  readonly context?: Partial<Lambda>;
  readonly configuration?: Configuration;
  readonly request?: {
    readonly method?: string;
    readonly prefix?: string;
    readonly target?: string;
    readonly headers?: Headers;
    readonly body?: Content;
  } | null;
  readonly response?: { readonly head: readonly string[]; readonly body: Content };
  readonly results?: Readonly<Record<string, unknown>>;
  readonly streams?: Readonly<
    Record<string, { readonly prelude: { readonly statusCode: number }; readonly body: Content }>
  >;
  readonly status?: number;
}

export interface Source {
  readonly source: string;
  readonly event: object;
  readonly request: {
    readonly method: string;
    readonly prefix: string;
    readonly target: string;
    readonly headers: Readonly<Record<string, readonly string[]>>;
    readonly body?: Content;
  };
  readonly result: { readonly statusCode: number };
}
