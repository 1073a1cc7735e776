import { expect, test } from "@jest/globals";
import { isWholeGem } from "../../../../src/gems/prune/whole-gems.ts";

test.each([
  [["pg"], "pg-1.5.9", true],
  [["pg"], "pg_query-6.0.0", false],
  [["rack", "pg"], "pg-1.5.9", true],
  [["*"], "pg-1.5.9", true],
  [[], "pg-1.5.9", false],
])("of gems named %j, %s is packed whole: %s", (named, folder, isWhole) => {
  expect(isWholeGem(named, folder)).toBe(isWhole);
});
