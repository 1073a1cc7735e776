import { expect, test } from "@jest/globals";
import { LeftOutHeaders } from "../../../runtime/src/logs/left-out-headers.ts";
import { Collected } from "./collected.ts";

test("each name is said once, whatever its case", () => {
  const output = new Collected();
  const leftOut = new LeftOutHeaders(output);
  leftOut.report([]);
  leftOut.report(["X_A", "x_a", "X_B"]);
  leftOut.report(["X_a"]);
  expect(output.writes).toEqual([
    "megamode: The client's header x_a is left out: to a Rack app it would be x-a.\n",
    "megamode: The client's header x_b is left out: to a Rack app it would be x-b.\n",
  ]);
});

test("a client fills neither the log nor the memory", () => {
  const output = new Collected();
  const leftOut = new LeftOutHeaders(output);
  for (let i = 0; i < 1000; i += 1) leftOut.report([`x_${i}_${"long".repeat(100)}`]);
  expect(output.writes).toHaveLength(20);
  expect(Math.max(...output.writes.map((line) => line.length))).toBeLessThan(220);
});
