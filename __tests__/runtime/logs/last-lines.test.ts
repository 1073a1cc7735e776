import { expect, test } from "@jest/globals";
import { LastLines } from "../../../runtime/src/logs/last-lines.ts";

test("remembers the last fifty lines", () => {
  const lines = new LastLines();
  for (let i = 1; i <= 60; i += 1) lines.push(Buffer.from(`${i}`));
  expect(lines.all).toHaveLength(50);
  expect(lines.all[0]).toBe("11");
  expect(lines.all.at(-1)).toBe("60");
});

test("cuts a line that is very long", () => {
  const lines = new LastLines();
  lines.push(Buffer.alloc(5000, "a"));
  expect(lines.all).toEqual(["a".repeat(1000)]);
});
