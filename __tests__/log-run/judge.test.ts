import { describe, expect, test } from "@jest/globals";
import { judge } from "./judge.ts";

const A = "aaaaaaaa-1";
const B = "bbbbbbbb-2";
const good = [
  `START ${A}`,
  "Processing GET /dev/posts",
  `Rack: 1 ${A} main 1`,
  `Rack: [after aaaaaaaa] 2 ${A} late 0`,
  "Completed Status Code 200",
  `START ${B}`,
  `Rack: 3 ${B} main 1`,
  `Rack: [after aaaaaaaa] 4 ${A} late 1`,
  `Rack: 5 ${B} late 0`,
];
const record = (requestId: string, message: string, after?: boolean) =>
  JSON.stringify({ source: "Rack", requestId, message, after });

describe("a log", () => {
  test("in which everything is right", () => {
    expect(judge(good.join("\n"), 5)).toEqual({ problems: [], lines: 5, marked: 2, later: 1 });
    const json = [`START ${A}`, record(A, `1 ${A} main 1`), record(A, `2 ${A} late 1`, true)];
    expect(judge(json.join("\n"), 2)).toEqual({ problems: [], lines: 2, marked: 1, later: 0 });
  });

  test.each<[string, (lines: string[]) => string[], RegExp]>([
    [
      "that lacks a line",
      (lines) => lines.filter((line) => !line.includes("4 a")),
      /5 comes in place of line 4/,
    ],
    ["that lacks the last", (lines) => lines.slice(0, -1), /4 lines of 5/],
    [
      "with a line twice",
      (lines) => lines.flatMap((line) => (line.includes("4 a") ? [line, line] : line)),
      /4 comes in place of line 5/,
    ],
    [
      "in another order",
      ([s, p, a, b, ...rest]) => [s!, p!, b!, a!, ...rest],
      /2 comes in place of line 1/,
    ],
    [
      "with another's line",
      (lines) => lines.map((line) => line.replace("[after aaaaaaaa] 4", "4")),
      /not marked/,
    ],
    [
      "with a wrong mark",
      (lines) => lines.map((line) => line.replace("[after aaaaaaaa] 4", "[after cccccccc] 4")),
      /said to be of cccccccc/,
    ],
    [
      "with a mark too many",
      (lines) => lines.map((line) => line.replace("3 b", "[after bbbbbbbb] 3 b")),
      /3, main 1, is marked/,
    ],
    [
      "with a line after a request that is shown as the next one's",
      (lines) => [...lines.slice(0, 5), `START ${B}`, `Rack: 3 ${A} late`],
      /3 of aaaaaaaa-1 is not marked/,
    ],
  ])("%s", (_, spoil, problem) => {
    expect(judge(spoil(good).join("\n"), 5).problems.join("\n")).toMatch(problem);
  });

  test("of records that name another request", () => {
    const json = [`START ${A}`, record(B, `1 ${A} main 1`)];
    expect(judge(json.join("\n"), 1).problems).toHaveLength(1);
  });
});
