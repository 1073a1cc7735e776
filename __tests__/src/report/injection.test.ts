import { expect, test } from "@jest/globals";
import { renderInjection } from "../../../src/report/injection.ts";

test.each([
  ["an ordinary diff", "+a\n-b\n", "```"],
  ["inline code", "+`a` and ``b``\n", "```"],
  ["a code block", "+```ruby\n+```\n", "````"],
  ["a long fence and a short one", "+`````\n+```\n", "``````"],
])("%s is folded into a code block that it cannot end", (_, diff, fence) => {
  expect(renderInjection(diff)).toBe(
    `<details><summary>What was injected into the copy of the app</summary>\n\n${fence}diff\n${diff}${fence}\n\n</details>`,
  );
});
