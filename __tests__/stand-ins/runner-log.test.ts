import { expect, test } from "@jest/globals";
import { readRunnerLog } from "./runner-log.ts";

test.each([
  ["::warning::100%25%0Ab", [{ name: "warning", properties: {}, data: "100%\nb" }]],
  [
    "\u00a0::set-output name=a,b=c%2C::d::e",
    [{ name: "set-output", properties: { name: "a", b: "c," }, data: "d::e" }],
  ],
  [
    "x ##[set-env name=a;b=c%3B]d]e",
    [{ name: "set-env", properties: { name: "a", b: "c;" }, data: "d]e" }],
  ],
  ["a\r::debug::b", [{ name: "debug", properties: {}, data: "b" }]],
  ["x::debug::b", []],
  ["::unknown::b", []],
  ["::debug:b", []],
  ["##[unknown]b ##[debug]", []],
])("the runner obeys in %j", (log, commands) => {
  expect(readRunnerLog(log).commands).toEqual(commands);
});

test("a log hides what is masked from there on, until commands are stopped", () => {
  const log =
    "s3cret\n::add-mask::s3cret\ns3cret\n::stop-commands::t\n::add-mask::other\nother\n::t::\n::add-mask::other\nother";
  expect(readRunnerLog(log).shown.split("\n")).toEqual([
    "s3cret",
    "***",
    "::add-mask::other",
    "other",
    "***",
  ]);
});
