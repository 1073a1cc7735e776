import { expect, test } from "@jest/globals";
import { inParallel } from "../../../src/release/in-parallel.ts";

test("every item is worked on, eight at a time", async () => {
  const done: number[] = [];
  let [now, most] = [0, 0];
  const items = Array.from({ length: 20 }, (_, item) => item);
  await inParallel(items, async (item) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
    done.push(item);
  });
  expect(done.sort((a, b) => a - b)).toEqual(items);
  expect(most).toBe(8);
});

test("a failure is told", async () => {
  const work = async (item: number) => {
    if (item === 2) throw new Error("of the second");
  };
  await expect(inParallel([1, 2, 3], work)).rejects.toThrow("of the second");
});
