import { expect, test } from "@jest/globals";
import { logName } from "../../../local/state/function-logs.ts";

test.each([
  ["/aws/lambda/shop-live", "shop-live"],
  ["shop-live", "@shop-live"],
  ["/shop/live", "@%2Fshop%2Flive"],
  ["/aws/lambda/../x", "@%2Faws%2Flambda%2F..%2Fx"],
])("the group %s has the file %s", (group, name) => {
  expect(logName(group)).toBe(name);
});
