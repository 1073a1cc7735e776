import { expect, test } from "@jest/globals";
import { isBinary } from "../../../local/gateway/media-type.ts";

test.each([
  ["image/png", ["image/png"], true],
  ["Image/PNG; charset=x", ["image/png"], true],
  ["image/png, text/html", ["IMAGE/png"], true],
  ["image/gif", ["image/*"], true],
  ["images/gif", ["image/*"], false],
  ["text/html", ["image/png"], false],
  ["", ["image/png"], false],
  [undefined, ["image/png"], false],
  [undefined, ["*/*"], true],
  ["text/html", ["image/png", "*/*"], true],
  ["text/html", [], false],
])("%s among %j is binary: %s", (type, known, binary) => {
  expect(isBinary(type, known)).toBe(binary);
});
