import { expect, test } from "@jest/globals";
import { readOutputs } from "../../bin/outputs.ts";

test("outputs are read with values of any number of lines, the last of a name counting", () => {
  const text = [
    "url<<ghadelimiter_1",
    "https://a.example/",
    "ghadelimiter_1",
    "report<<ghadelimiter_2",
    "{",
    "other<<not-one",
    "",
    "}",
    "ghadelimiter_2",
    "empty<<END",
    "END",
    "url<<ghadelimiter_3",
    "https://b.example/",
    "ghadelimiter_3",
    "",
  ].join("\n");
  expect(readOutputs(text)).toEqual({
    url: "https://b.example/",
    report: "{\nother<<not-one\n\n}",
    empty: "",
  });
  expect(readOutputs("")).toEqual({});
});
