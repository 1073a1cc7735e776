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

test("after a failure nothing more begins, what runs comes to its end, and the first failure is told", async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const gates = Array.from({ length: 8 }, () => {
    const gate = { open: () => {}, fail: (_: Error) => {}, promise: Promise.resolve() };
    gate.promise = new Promise((resolve, reject) =>
      Object.assign(gate, { open: resolve, fail: reject }),
    );
    return gate;
  });
  const items = Array.from({ length: 20 }, (_, item) => item);
  let isOver = false;
  const over = inParallel(items, async (item) => {
    begun.push(item);
    await gates[item]?.promise;
    ended.push(item);
  }).finally(() => {
    isOver = true;
  });
  over.catch(() => undefined);
  gates[3]?.fail(new Error("the first"));
  await new Promise((resolve) => setImmediate(resolve));
  expect({ isOver, begun }).toEqual({ isOver: false, begun: [0, 1, 2, 3, 4, 5, 6, 7] });
  gates[4]?.fail(new Error("a later one"));
  for (const gate of gates) gate.open();
  await expect(over).rejects.toThrow("the first");
  expect(begun).toHaveLength(8);
  expect(ended.sort()).toEqual([0, 1, 2, 5, 6, 7]);
});
