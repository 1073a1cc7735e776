import { rejectUnknownFields } from "../../http/fields.ts";
import { GROUP, invalid, notFound, notImplemented, type ScheduleSettings } from "./model.ts";
import { periodOf } from "./rate.ts";

const ARN =
  /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?$/;
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

type Members = Readonly<Record<string, unknown>>;

/** Checks each member of a schedule's settings. What is left out gets AWS's default. */
export function parseSettings(input: Members): ScheduleSettings {
  rejectUnknownFields(input, [
    "GroupName",
    "ClientToken",
    "ScheduleExpression",
    "Description",
    "State",
    "FlexibleTimeWindow",
    "Target",
  ]);
  checkGroup(input.GroupName);
  const { ScheduleExpression, Description, State = "ENABLED" } = input;
  if (typeof ScheduleExpression !== "string") throw missing("scheduleExpression");
  periodOf(ScheduleExpression);
  if (Description !== undefined && (typeof Description !== "string" || Description.length > 512)) {
    throw invalid("Value at 'description' failed to satisfy constraint: at most 512 characters");
  }
  if (State !== "ENABLED" && State !== "DISABLED")
    throw enumeration("state", ["ENABLED", "DISABLED"]);
  const window = object(input.FlexibleTimeWindow, "flexibleTimeWindow");
  rejectUnknownFields(window, ["Mode", "MaximumWindowInMinutes"]);
  if (window.Mode === "FLEXIBLE") throw notImplemented("flexible time windows");
  if (window.Mode !== "OFF") throw enumeration("flexibleTimeWindow.mode", ["OFF", "FLEXIBLE"]);
  if (window.MaximumWindowInMinutes !== undefined) {
    throw invalid("MaximumWindowInMinutes must not be set when Mode is OFF.");
  }
  return {
    ScheduleExpression,
    ...(Description !== undefined && { Description }),
    State,
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: parseTarget(object(input.Target, "target")),
  };
}

/** @throws AwsError unless it is the default group */
export function checkGroup(group: unknown): void {
  if (group === undefined || group === null || group === GROUP) return;
  throw notFound(`Schedule group ${group} does not exist.`);
}

function parseTarget(target: Members): ScheduleSettings["Target"] {
  rejectUnknownFields(target, ["Arn", "RoleArn", "Input", "RetryPolicy"]);
  const { Arn, RoleArn, Input } = target;
  if (typeof Arn !== "string") throw missing("target.arn");
  if (!ARN.test(Arn)) throw invalid(`Provided Arn is not in correct format: ${Arn}`);
  if (typeof RoleArn !== "string") throw missing("target.roleArn");
  if (!ROLE.test(RoleArn))
    throw invalid(`Value '${RoleArn}' at 'target.roleArn' is not a role's ARN`);
  if (Input !== undefined && !isJson(Input))
    throw invalid("Input for target must be well-formed JSON.");
  return {
    Arn,
    RoleArn,
    ...(Input !== undefined && { Input: Input as string }),
    ...(target.RetryPolicy !== undefined && { RetryPolicy: parseRetries(target.RetryPolicy) }),
  };
}

function parseRetries(value: unknown): Record<string, number> {
  const policy = object(value, "target.retryPolicy");
  const limits = {
    MaximumEventAgeInSeconds: [60, 86_400],
    MaximumRetryAttempts: [0, 185],
  } as const;
  rejectUnknownFields(policy, Object.keys(limits));
  for (const [name, [least, most]] of Object.entries(limits)) {
    const number = policy[name];
    if (number === undefined) continue;
    if (!Number.isInteger(number) || Number(number) < least || Number(number) > most) {
      throw invalid(
        `Value '${number}' at 'target.retryPolicy.${name}' must be ${least} to ${most}`,
      );
    }
  }
  return policy as Record<string, number>;
}

function isJson(text: unknown): boolean {
  try {
    return typeof text === "string" && JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

function object(value: unknown, member: string): Members {
  if (value === undefined) throw missing(member);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(`Value at '${member}' is not a structure`);
  }
  return value as Members;
}

function missing(member: string) {
  return invalid(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

function enumeration(member: string, values: readonly string[]) {
  return invalid(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must satisfy enum value set: [${values.join(", ")}]`,
  );
}
