import { readJson } from "../../http/body.ts";
import { rejectUnknownParameters } from "../../http/fields.ts";
import type { AwsRequest } from "../../service.ts";
import type { Records } from "../../state/records.ts";
import { arnOf, summaryOf } from "./describe.ts";
import { conflict, invalid, notFound, type Schedule, type ScheduleSettings } from "./model.ts";
import { periodOf } from "./rate.ts";
import { checkGroup, parseSettings } from "./settings.ts";

/** What all operations need. */
export interface SchedulerContext {
  readonly schedules: Records<Schedule>;
  readonly region: string;
  readonly account: string;
  /** Whether the scheduler may assume a role. */
  readonly mayAssume: (roleArn: string) => boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One request. */
export interface Call extends SchedulerContext {
  readonly request: AwsRequest;
  readonly params: Readonly<Record<string, string>>;
}

/** A call that is repeated with its token changes nothing. The SDK gives each call a token. */
export async function createSchedule(call: Call): Promise<unknown> {
  const name = nameOf(call);
  rejectUnknownParameters(call.request.query, []);
  const { settings, token } = await readSettings(call);
  const found = call.schedules.get(name);
  if (found !== undefined && (token === undefined || found.token !== token))
    throw conflict(`Schedule ${name} already exists.`);
  const now = call.now();
  const due = now + periodOf(settings.ScheduleExpression);
  const created = { name, settings, ...(token && { token }), created: now, modified: now, due };
  call.schedules.set(name, found ?? created);
  return { ScheduleArn: arnOf(call, name) };
}

/** Replaces all settings. What is left out gets its default again. */
export async function updateSchedule(call: Call): Promise<unknown> {
  rejectUnknownParameters(call.request.query, []);
  const { settings } = await readSettings(call);
  const found = find(call);
  const now = call.now();
  const sameRate = found.settings.ScheduleExpression === settings.ScheduleExpression;
  const due = sameRate ? found.due : now + periodOf(settings.ScheduleExpression);
  call.schedules.set(found.name, { ...found, settings, modified: now, due });
  return { ScheduleArn: arnOf(call, found.name) };
}

export async function getSchedule(call: Call): Promise<unknown> {
  rejectUnknownParameters(call.request.query, ["groupName"]);
  checkGroup(call.request.query.get("groupName"));
  const found = find(call);
  return {
    ActionAfterCompletion: "NONE",
    ScheduleExpressionTimezone: "UTC",
    ...found.settings,
    ...summaryOf(call, found),
    Target: {
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      ...found.settings.Target,
    },
  };
}

export async function deleteSchedule(call: Call): Promise<unknown> {
  rejectUnknownParameters(call.request.query, ["groupName", "clientToken"]);
  checkGroup(call.request.query.get("groupName"));
  call.schedules.delete(find(call).name);
  return {};
}

export async function listSchedules(call: Call): Promise<unknown> {
  const { query } = call.request;
  rejectUnknownParameters(query, ["ScheduleGroup", "NamePrefix", "State", "MaxResults"]);
  checkGroup(query.get("ScheduleGroup"));
  const prefix = query.get("NamePrefix") ?? "";
  const state = query.get("State");
  const found = call.schedules.keys().map((key) => call.schedules.get(key)!);
  return {
    Schedules: found
      .filter(
        ({ name, settings }) =>
          name.startsWith(prefix) && (state ?? settings.State) === settings.State,
      )
      .map((one) => ({ ...summaryOf(call, one), Target: { Arn: one.settings.Target.Arn } })),
  };
}

async function readSettings(
  call: Call,
): Promise<{ readonly settings: ScheduleSettings; readonly token: string | undefined }> {
  const input = await readJson(call.request);
  const settings = parseSettings(input);
  const token = typeof input.ClientToken === "string" ? input.ClientToken : undefined;
  if (!call.mayAssume(settings.Target.RoleArn)) {
    throw invalid(
      "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    );
  }
  return { settings, token };
}

function find(call: Call): Schedule {
  const name = nameOf(call);
  const found = call.schedules.get(name);
  if (found === undefined) throw notFound(`Schedule ${name} does not exist.`);
  return found;
}

function nameOf({ params }: Call): string {
  const { Name = "" } = params;
  if (/^[0-9a-zA-Z-_.]{1,64}$/.test(Name)) return Name;
  throw invalid(
    `Value '${Name}' at 'name' must match ^[0-9a-zA-Z-_.]+$ and have at most 64 characters`,
  );
}
