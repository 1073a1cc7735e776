import { expect, test } from "@jest/globals";
import { chooseServer } from "../../../../src/app/server/choose.ts";

test.each([
  [["webrick", "unicorn", "puma"], "puma"],
  [["webrick", "unicorn"], "unicorn"],
  [["webrick", "unicorn", "falcon"], "falcon"],
  [["rack", "webrick"], "webrick"],
])("of %j the server is %s", (gems, name) => {
  const locked = new Map(gems.map((gem) => [gem, "1.2"]));
  expect(chooseServer(locked, "")).toEqual({ name, version: "1.2" });
  const declared = gems.map((gem) => `gem "${gem}"`).join("\n");
  expect(chooseServer(new Map(), declared)).toEqual({ name, version: undefined });
});

test("Puma is added where there is no server that we can start", () => {
  const added = { name: "puma", version: undefined, added: true };
  expect(chooseServer(new Map([["passenger", "6.1"]]), 'gem "falcon"')).toEqual(added);
  expect(chooseServer(new Map(), 'gem "rack"')).toEqual(added);
});

test("the user's own line goes before every server", () => {
  const chosen = chooseServer(new Map([["puma", "6.4"]]), "", "x {socket}");
  expect(chosen).toEqual({ name: "command", command: "x {socket}" });
});
