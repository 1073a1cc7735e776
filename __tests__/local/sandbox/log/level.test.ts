import { expect, test } from "@jest/globals";
import { isKept } from "../../../../local/sandbox/log/level.ts";

const timestamp = "2026-11-23T21:58:12.007Z";

test.each([
  ['{"level":"DEBUG"}', undefined, true],
  [JSON.stringify({ level: "DEBUG", timestamp }), "INFO", false],
  [JSON.stringify({ level: "debug", timestamp }), "DEBUG", true],
  [JSON.stringify({ level: "ERROR", timestamp }), "WARN", true],
  // No level or no time that Lambda understands: INFO.
  ['{"level":"DEBUG"}', "INFO", true],
  [JSON.stringify({ level: "DEBUG", timestamp: "today" }), "INFO", true],
  [JSON.stringify({ level: "7", timestamp }), "WARN", false],
  ["a text", "INFO", true],
  ["a text", "WARN", false],
])("%s at the level %s: %p", (line, least, kept) => expect(isKept(line, least)).toBe(kept));
