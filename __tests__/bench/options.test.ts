import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readOptions } from "../../bench/options.ts";

describe("the options of bench:coldstart", () => {
  test("are five runs of the Rails example without any", () => {
    expect(readOptions([])).toEqual({
      runs: 5,
      app: resolve("examples/rails"),
      path: undefined,
      inputs: [],
    });
  });

  test("name an app, its page and its inputs", () => {
    const given = "--runs 7 --app examples/sinatra --path /posts?page=2 --input a=b=c --input d=";
    expect(readOptions(given.split(" "))).toEqual({
      runs: 7,
      app: resolve("examples/sinatra"),
      path: "/posts?page=2",
      inputs: ["a=b=c", "d="],
    });
  });

  test.each([
    [["--runs", "0"], "--runs 0: must be"],
    [["--runs", "many"], "--runs many: must be"],
    [["--path", "posts"], "--path posts: must begin with /"],
    [["--path", "/a page"], "--path /a page: must begin with /"],
    [["--input", "stage"], "--input stage: must be NAME=VALUE"],
    [["--input", "=x"], "--input =x: must be NAME=VALUE"],
    [["--run", "5"], "--run"],
    [["examples/sinatra"], "examples/sinatra"],
  ])("%j is refused by name", (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
