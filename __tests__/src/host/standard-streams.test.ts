import { expect, test } from "@jest/globals";
import { takeStandardStreams } from "../../../src/host/standard-streams.ts";
import { fakeReporter } from "../../fakes/reporter.ts";

/** Both streams, taken, with what really was written to them. */
function taken() {
  const written: string[] = [];
  const stream = () => ({
    write: (text: string | Uint8Array) => written.push(String(text)) > 0,
  });
  const streams = { stdout: stream(), stderr: stream() };
  const reporter = fakeReporter();
  const { write, handOver } = takeStandardStreams(streams);
  handOver(reporter);
  return { ...streams, write, written, reporter };
}

test("only the reporter writes to stdout; what anybody else writes is reported", () => {
  const { stdout, stderr, write, written, reporter } = taken();
  write("ours");
  stdout.write("to stdout\n");
  stderr.write("to stderr\nin two lines");
  stdout.write(Buffer.from("by a program\n"));
  expect(written).toEqual(["ours\n"]);
  expect(reporter.told).toEqual([
    "info: to stdout",
    "info: to stderr\nin two lines",
    "info: by a program",
  ]);
});

test("who writes is told when it is done", () => {
  const { stdout } = taken();
  const write = stdout.write as unknown as (text: string, ...more: unknown[]) => boolean;
  let done = 0;
  expect(write("a", () => done++)).toBe(true);
  expect(write("a", "utf8", () => done++)).toBe(true);
  expect(done).toBe(2);
});

test.each([
  ["::warning::Failed to restore: 50%25%0Aof it\n", "warning: Failed to restore: 50%\nof it"],
  ["::error file=a::b\n", "error: b"],
  ["::notice::a\n", "notice: a"],
  ["::add-mask::s3cret\n", "secret: s3cret"],
  ["::debug::a\n", undefined],
  ["::set-output name=a::b\n", "info: ::set-output name=a::b"],
  ["::stop-commands::a\n", "info: ::stop-commands::a"],
  ["::warning::a\n::add-mask::b\n", "info: ::warning::a\n::add-mask::b"],
])("of a library's command %j becomes %j", (text, told) => {
  const { stdout, reporter } = taken();
  stdout.write(text);
  expect(reporter.told).toEqual(told === undefined ? [] : [told]);
});

test("a command that a library's program writes is printed, not obeyed", () => {
  const { stdout, reporter } = taken();
  stdout.write(Buffer.from("::add-mask::production\n"));
  expect(reporter.told).toEqual(["info: ::add-mask::production"]);
});
