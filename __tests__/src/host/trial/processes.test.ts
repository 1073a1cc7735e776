import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { mapsOf, processInside } from "../../../../src/host/trial/processes.ts";
import { tree } from "../../../tree.ts";

const inner = /^NSpid:.*?(\d+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];

describe("a process that is known by the id in its own namespace", () => {
  const dir = tree({ pid: `${inner}\n`, empty: "" });

  test("is found among the descendants of another", () => {
    expect(processInside(process.pid, join(dir, "pid"))).toBe(process.pid);
    expect(processInside(process.ppid, join(dir, "pid"))).toBe(process.pid);
  });

  test("is none of another's descendants, and none without an id", () => {
    expect(processInside(-1, join(dir, "pid"))).toBeUndefined();
    expect(processInside(process.pid, join(dir, "empty"))).toBeUndefined();
    expect(processInside(process.pid, join(dir, "none"))).toBeUndefined();
  });
});

test("the maps of a process name its files, and are empty where there is no process", () => {
  expect(mapsOf(process.pid)).toContain(readFileSync("/proc/self/maps", "utf8").split(/\s+/)[5]);
  expect(mapsOf(undefined)).toBe("");
  expect(mapsOf(-1)).toBe("");
});
