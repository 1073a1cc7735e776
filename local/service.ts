import type { Readable } from "node:stream";

/** Who signed a request: the deployer's key, or the session of a role that a sandbox holds. */
export interface Principal {
  readonly arn: string;
  readonly account: string;
  /** Set for a role's session: its permissions are evaluated. The deployer's are where it has a policy. */
  readonly roleArn?: string;
  /** Set for a sandbox's session: the function whose role it is. */
  readonly sourceFunctionArn?: string;
}

/** A request whose signature has been verified. */
export interface AwsRequest {
  readonly id: string;
  readonly method: string;
  /** As sent: still percent-encoded, without the query. */
  readonly rawPath: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Read it once. `local/http` has helpers for JSON and XML bodies. */
  readonly body: Readable;
  readonly principal: Principal;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
}

/** One AWS service. Errors are thrown as AwsError and written in the service's own wire format. */
export interface Service {
  /** As in the signature's credential scope: `s3`, `lambda`, `apigateway`, `scheduler`, `iam`, `sts`. */
  readonly name: string;
  readonly protocol: "rest-json" | "rest-xml" | "query";
  handle(request: AwsRequest): Promise<AwsResponse>;
}

/** An error as AWS would answer it. */
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

/** What API Gateway asks of Lambda: an invocation under a resource-based permission, no signature. */
export interface FunctionInvoker {
  /**
   * @param functionArn qualified or not, as in an integration's uri
   * @param source the calling service and the ARN that the function's policy must allow
   * @throws AwsError AccessDeniedException where no statement allows it, ResourceNotFoundException
   */
  invoke(
    functionArn: string,
    payload: Buffer,
    source: { readonly service: "apigateway.amazonaws.com"; readonly arn: string },
  ): Promise<{ readonly payload: Buffer; readonly functionError?: string }>;
}

/** What Lambda asks of IAM and STS. */
export interface Roles {
  /** Session credentials for the execution role of a function. @throws AwsError InvalidParameterValueException where Lambda may not assume it */
  sessionFor(
    roleArn: string,
    functionArn?: string,
  ): Promise<{
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  }>;
}
