import { expect, test } from "@jest/globals";
import { cleanLines } from "../../../runtime/src/logs/clean-line.ts";

const clean = (line: string | Buffer) => cleanLines(Buffer.from(line as string)).map(String);

test.each([
  ["plain", ["plain"]],
  ["", [""]],
  ["  ↳ app/views/posts/index.html.erb:14", ["  ↳ app/views/posts/index.html.erb:14"]],
  // Colours, as Rails writes them.
  ["\u001b[1m\u001b[36mPost Load (0.1ms)\u001b[0m", ["Post Load (0.1ms)"]],
  ["\u001b[38;2;255;0;0mred\u001b[m", ["red"]],
  // What else a terminal would obey: the title, a link, clearing the screen, a cut sequence.
  ["a\u001b]0;title\u0007b", ["ab"]],
  ["\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", ["link"]],
  ["\u001b[2Ja\u001bMb\u001b", ["ab"]],
  // What has no end takes nothing with it: a client could hide what follows.
  ["user \u001b]x logged in", ["user x logged in"]],
  ["user \u001b[", ["user ["]],
  // Carriage returns.
  ["windows\r", ["windows"]],
  ["\r 10%\r 20%\r", [" 10%", " 20%"]],
  ["\r", [""]],
  ["x\rRails: Completed 200 OK", ["x", "Rails: Completed 200 OK"]],
])("%j becomes %j", (line, lines) => expect(clean(line)).toEqual(lines));

test("bytes that are no UTF-8 become the replacement character, whatever is beside them", () => {
  expect(clean(Buffer.from([0x61, 0xff, 0xc3, 0xa9]))).toEqual(["a\ufffdé"]);
  expect(clean(Buffer.from([0x1b, 0x5b, 0x6d, 0xe9, 0x0d, 0xc3, 0xa9]))).toEqual(["\ufffd", "é"]);
});
