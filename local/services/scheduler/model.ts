import { AwsError } from "../../service.ts";

/** The default group, which is the only one. */
export const GROUP = "default";

/** A schedule as clients set it. Its members have AWS's names. */
export interface ScheduleSettings {
  readonly ScheduleExpression: string;
  readonly Description?: string;
  readonly State: "ENABLED" | "DISABLED";
  readonly FlexibleTimeWindow: { readonly Mode: "OFF" };
  readonly Target: Target;
}

export interface Target {
  /** A function's ARN, with or without a qualifier. */
  readonly Arn: string;
  readonly RoleArn: string;
  /** JSON. */
  readonly Input?: string;
  readonly RetryPolicy?: {
    readonly MaximumEventAgeInSeconds?: number;
    readonly MaximumRetryAttempts?: number;
  };
}

export interface Schedule {
  readonly name: string;
  /** The token of the call that created it. */
  readonly token?: string;
  readonly settings: ScheduleSettings;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly modified: number;
  /** When it runs next, in epoch milliseconds. */
  readonly due: number;
}

export function invalid(message: string): AwsError {
  return new AwsError(400, "ValidationException", message, { Message: message });
}

export function notFound(message: string): AwsError {
  return new AwsError(404, "ResourceNotFoundException", message, { Message: message });
}

export function conflict(message: string): AwsError {
  return new AwsError(409, "ConflictException", message, { Message: message });
}

export function notImplemented(what: string): AwsError {
  const message = `The embedded EventBridge Scheduler does not implement ${what}`;
  return new AwsError(501, "NotImplemented", message, { Message: message });
}
