import type { Clock } from "../../../src/ports/clock.ts";

/** A clock that stands still, and that whoever sleeps turns on. */
export function turnedClock(start = 0): Clock {
  let now = start;
  return {
    now: () => now,
    async sleep(milliseconds) {
      now += milliseconds;
    },
  };
}
