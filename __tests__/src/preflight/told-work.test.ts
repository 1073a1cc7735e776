import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { TOLD_AT_MOST, TOLD_WORK_START } from "../../../contract/told-work.ts";
import { readToldWork } from "../../../src/preflight/told-work.ts";

const told = {
  adapter: "async",
  jobs: [
    { adapter: "good_job", kind: "job", name: "Shop::MailJob" },
    { adapter: "async", kind: "attachment", name: "Post" },
  ],
  tasks: [{ by: "good_job", name: "night" }],
};
const line = (value: unknown) => `${TOLD_WORK_START}${JSON.stringify(value)}\n`;
const job = (more: object) => ({ ...told, jobs: [{ ...told.jobs[0], ...more }] });

describe("what an app tells in a preflight", () => {
  test("is read from among its output", () => {
    expect(readToldWork(`Puma starting\n${line(told)}Completed 200 OK\n`)).toEqual(told);
    const none = { adapter: null, jobs: [], tasks: [] };
    expect(readToldWork(line(none))).toEqual(none);
  });

  test.each<[string, string]>([
    ["nothing", "Puma starting\n"],
    ["its end alone", line(told).slice(5)],
    ["no JSON", `${TOLD_WORK_START}{"adapter":\n`],
    ["another form", line([told])],
    ["more than is known", line({ ...told, environment: {} })],
    ["an adapter that is no name", line({ ...told, adapter: "async`\n::warning::" })],
    ["a job that is no class", line(job({ name: "X`; rm -rf" }))],
    ["a job of a name without end", line(job({ name: "X".repeat(200) }))],
    ["a job of an unknown kind", line(job({ kind: "toString" }))],
    ["a task of several lines", line({ ...told, tasks: [{ by: "x", name: "a\nb" }] })],
    ["too many", line({ ...told, jobs: Array(TOLD_AT_MOST + 1).fill(told.jobs[0]) })],
  ])("is not believed where it is %s", (_, output) => {
    expect(readToldWork(output)).toBeUndefined();
  });
});

test("the gem begins its line, and ends its lists, as the contract says", () => {
  const gem = readFileSync("runtime/gem/lib/megamode/told_work.rb", "utf8");
  expect(gem).toContain(`START = ${JSON.stringify(TOLD_WORK_START)}`);
  expect(gem).toContain(`MOST = ${TOLD_AT_MOST}\n`);
});
