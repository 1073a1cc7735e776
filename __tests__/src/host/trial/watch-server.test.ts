import { expect, test } from "@jest/globals";
import { inWords } from "../../../../src/host/trial/watch-server.ts";

test.each<[number | null, NodeJS.Signals | null, string]>([
  [0, null, "exited with status 0"],
  [3, null, "exited with status 3"],
  [null, "SIGKILL", "was killed (SIGKILL)"],
  [137, null, "was killed (SIGKILL)"],
  [null, "SIGSEGV", "was ended by SIGSEGV"],
])("a server that ends with status %s and signal %s %s", (code, signal, words) => {
  expect(inWords(code, signal)).toBe(words);
});
