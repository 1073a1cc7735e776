import { expect, test } from "@jest/globals";
import { Once } from "../../../runtime/src/logs/once.ts";
import { Collected } from "./collected.ts";

test("says a thing once, whatever its text is the next time", () => {
  const output = new Collected();
  const once = new Once(output);
  once.say("headers", "9 KB");
  once.say("headers", "10 KB");
  once.say("cookies", "Two.");
  expect(output.text).toBe("megamode: 9 KB\nmegamode: Two.\n");
});
