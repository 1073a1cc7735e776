import { AwsError } from "../../service.ts";

/** A Lambda proxy integration. */
export interface Integration {
  /** The function's ARN, which may have a qualifier and may contain `${stageVariables.x}`. */
  readonly functionArn: string;
  readonly timeoutInMillis: number;
  /** Absent: BUFFERED. */
  readonly responseTransferMode?: "STREAM";
}

/** A path and its methods. `ANY` stands for the methods that are not named. */
export interface Resource {
  readonly id: string;
  readonly path: string;
  readonly methods: Readonly<Record<string, Integration>>;
}

/** What a definition contains and a deployment freezes. */
export interface Definition {
  readonly resources: readonly Resource[];
  readonly binaryMediaTypes: readonly string[];
}

export interface Deployment {
  readonly id: string;
  readonly description?: string;
  /** Epoch seconds, like all times of this service. */
  readonly created: number;
  readonly snapshot: Definition;
}

export interface Stage {
  readonly name: string;
  readonly deploymentId: string;
  readonly description?: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly created: number;
  readonly updated: number;
}

/** A REST API with all that belongs to it. */
export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly endpointType: string;
  readonly created: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly definition: Definition;
  readonly deployments: Readonly<Record<string, Deployment>>;
  readonly stages: Readonly<Record<string, Stage>>;
}

export function badRequest(message: string): AwsError {
  return new AwsError(400, "BadRequestException", message);
}

export function notFound(message: string): AwsError {
  return new AwsError(404, "NotFoundException", message);
}

/** The current time in this service's unit. */
export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** Reads an own property, so that a stage called `constructor` is not found by accident. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
