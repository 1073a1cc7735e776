import { setTimeout as sleep } from "node:timers/promises";

/** Waits for what is about to happen, however long that takes here; what never does ends with the test's limit. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}
