import { partitionOf } from "../../partition.ts";
import { GROUP, type Schedule } from "./model.ts";

/** Where all schedules are. */
interface Place {
  readonly region: string;
  readonly account: string;
}

/** Describes a schedule as lists and GetSchedule do. */
export function summaryOf(place: Place, { name, settings, created, modified }: Schedule) {
  return {
    Arn: arnOf(place, name),
    GroupName: GROUP,
    Name: name,
    State: settings.State,
    CreationDate: created / 1000,
    LastModificationDate: modified / 1000,
  };
}

/** Writes a schedule's ARN. */
export function arnOf({ region, account }: Place, name: string): string {
  return `arn:${partitionOf(region)}:scheduler:${region}:${account}:schedule/${GROUP}/${name}`;
}
