import { TOLD_AT_MOST, TOLD_WORK_START, type ToldWork } from "../../contract/told-work.ts";
import { list, object, oneOf, text } from "../shape.ts";

/** An adapter's name, as Active Job makes it of a class's; a gem's. */
const NAME = /^[a-z][\w.-]{0,59}$/;
const CLASS = /^[A-Z]\w{0,99}(::[A-Z]\w{0,99}){0,9}$/;
/** A task's name, or the line of its clock. */
const TASK = /^[\x20-\x7e]{1,100}$/;

/**
 * Reads what the app told of itself in a preflight.
 * @param output the app's, in which anything may stand
 * @returns undefined if it told nothing of the form that our gem writes
 */
export function readToldWork(output: string): ToldWork | undefined {
  const line = output.split("\n").findLast((one) => one.startsWith(TOLD_WORK_START));
  if (line === undefined) return undefined;
  try {
    return toldWork(JSON.parse(line.slice(TOLD_WORK_START.length)));
  } catch {
    return undefined; // It is not our gem's, or its beginning is lost.
  }
}

function toldWork(value: unknown): ToldWork {
  const { adapter, jobs, tasks } = object(value, "work", ["adapter", "jobs", "tasks"]);
  return {
    adapter: adapter === null ? null : text(adapter, "adapter", NAME),
    jobs: list(jobs, "jobs", TOLD_AT_MOST, (one, at) => {
      const job = object(one, at, ["adapter", "kind", "name"]);
      return {
        adapter: text(job.adapter, `${at}.adapter`, NAME),
        kind: oneOf(job.kind, `${at}.kind`, ["job", "attachment", "mailbox"]),
        name: text(job.name, `${at}.name`, CLASS),
      };
    }),
    tasks: list(tasks, "tasks", TOLD_AT_MOST, (one, at) => {
      const task = object(one, at, ["by", "name"]);
      return {
        by: text(task.by, `${at}.by`, NAME),
        name: text(task.name, `${at}.name`, TASK),
      };
    }),
  };
}
