import { expect, test } from "@jest/globals";
import { memoryOf, parseRollup } from "../../../local/sandbox/memory.ts";

test("files on /tmp do not count as memory", () => {
  expect(parseRollup("Rss:  900 kB\nPss:      800 kB\nPss_Shmem:   300 kB\n")).toBe(500 * 1024);
  expect(parseRollup("")).toBe(0);
});

test("a process that has ended has no memory", () => {
  expect(memoryOf([process.pid])).toBeGreaterThan(0);
  expect(memoryOf([2 ** 30])).toBe(0);
  expect(memoryOf([])).toBe(0);
});
