import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { withDeadline } from "../../../runtime/src/server/deadline.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const never = new Promise<string>(() => {});

test("a promise that is settled in time gives its value", async () => {
  const deadline = withDeadline(100);
  const slow = new Promise<string>((resolve) => setTimeout(resolve, 99, "value"));
  const race = deadline.race(slow);
  jest.advanceTimersByTime(99);
  expect(await race).toBe("value");
  expect(deadline.signal.aborted).toBe(false);
});

test("a promise that is late gives nothing, and the signal is aborted", async () => {
  const deadline = withDeadline(100);
  const race = deadline.race(never);
  jest.advanceTimersByTime(100);
  expect(await race).toBeUndefined();
  expect(deadline.signal.aborted).toBe(true);
  expect(await deadline.race(never)).toBeUndefined();
});

test("a deadline in the past is over at once", async () => {
  const deadline = withDeadline(-5);
  jest.advanceTimersByTime(0);
  expect(deadline.signal.aborted).toBe(true);
});

test("a deadline that was cleared never comes", () => {
  const deadline = withDeadline(100);
  deadline.clear();
  jest.advanceTimersByTime(1000);
  expect(deadline.signal.aborted).toBe(false);
});
