import { expect, test } from "@jest/globals";
import { withoutHopByHop } from "../../../runtime/src/http/hop-by-hop.ts";

test("drops the headers of one connection, in any case", () => {
  const lines = [
    ["Transfer-Encoding", "chunked"],
    ["proxy", "http://evil.example"],
    // What the gem says to the proxy.
    ["X-Megamode-Log", "1"],
    ["X-Own", "1"],
  ] as const;
  expect(withoutHopByHop(lines)).toEqual([["X-Own", "1"]]);
});

test("drops the headers that Connection names, in any case and with blanks", () => {
  const lines = [
    ["CONNECTION", "close, X-First"],
    ["connection", "x-second"],
    ["x-first", "1"],
    ["X-Second", "2"],
    ["X-Own", "close"],
  ] as const;
  expect(withoutHopByHop(lines)).toEqual([["X-Own", "close"]]);
});

test("does not take the value of another header for a name", () => {
  const lines = [
    ["X-List", "x-own"],
    ["x-own", "1"],
  ] as const;
  expect(withoutHopByHop(lines)).toEqual(lines);
});
