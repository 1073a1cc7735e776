import type { Readable } from "node:stream";

/** Who signed a request: the deployer, or a sandbox with the session of its role. */
export interface Principal {
  readonly arn: string;
  readonly account: string;
  /** Set for a role's session, whose permissions are then evaluated. */
  readonly roleArn?: string;
  /** Set for a sandbox's session. It is the sandbox's function. */
  readonly sourceFunctionArn?: string;
}

/** A request whose signature has been verified. */
export interface AwsRequest {
  readonly id: string;
  readonly method: string;
  /** As sent, still percent-encoded and without the query. */
  readonly rawPath: string;
  readonly query: URLSearchParams;
  /** Names are lower-case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Can be read once. `local/http` reads JSON and XML bodies. */
  readonly body: Readable;
  readonly principal: Principal;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
}

/** One AWS service. It throws AwsError, which is written in the service's wire format. */
export interface Service {
  /** The name in the signature's credential scope: `s3`, `lambda`, `apigateway`, `scheduler`, `iam`, `sts`, `logs`, `ssm`, `secretsmanager`. */
  readonly name: string;
  readonly protocol: "json" | "rest-json" | "rest-xml" | "query";
  handle(request: AwsRequest): Promise<AwsResponse>;
}

/** An error that AWS would respond with. */
export class AwsError extends Error {
  readonly status: number;
  readonly code: string;
  /** Further members of the error's body, such as `Type`. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, fields: Record<string, unknown> = {}) {
    super(message);
    this.name = "AwsError";
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

/** The connection breaks, and nobody gets an answer: thrown where a test asked for that. */
export class ConnectionLost extends Error {
  constructor() {
    super("The connection broke, as it was told to break");
    this.name = "ConnectionLost";
  }
}

/** Takes a response while the function makes it. */
export interface ResponseSink {
  /** Settles when more can be taken: Lambda reads no faster than the invoker. */
  write(chunk: Buffer): void | Promise<void>;
}

/** What API Gateway needs of Lambda: invocations that a resource-based policy permits, without a signature. */
export interface FunctionInvoker {
  /**
   * @param functionArn qualified or not, as in an integration's uri
   * @param source the calling service and the ARN that the function's policy must allow
   * @param sink with it, the call is InvokeWithResponseStream: the response goes there, whether the function streams it or
   *   not, and the payload is empty unless the function failed
   * @throws AwsError AccessDeniedException if no statement allows it; ResourceNotFoundException
   */
  invoke(
    functionArn: string,
    payload: Buffer,
    source: { readonly service: "apigateway.amazonaws.com"; readonly arn: string },
    sink?: ResponseSink,
  ): Promise<{ readonly payload: Buffer; readonly functionError?: string }>;
}

/** What Lambda needs of IAM and STS. */
export interface Roles {
  /**
   * Issues credentials for a session of a function's execution role.
   * @throws AwsError InvalidParameterValueException if Lambda may not assume the role
   */
  sessionFor(
    roleArn: string,
    functionArn?: string,
  ): Promise<{
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  }>;
  /** Whether KMS knows a role and can grant it the use of a key; it learns of a new role later than STS. */
  isPrincipal(roleArn: string): boolean;
  /** Whether whoever signed a request may do something. */
  permits(principal: Principal, action: string, resource: string): boolean;
  /** Whether a role's policies let a service that assumes it do something. */
  allows(
    roleArn: string,
    action: string,
    resource: string,
    context?: Readonly<Record<string, string>>,
  ): boolean;
}
