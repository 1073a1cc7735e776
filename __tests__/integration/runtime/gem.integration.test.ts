import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const here = fileURLToPath(new URL("./gem/", import.meta.url));
const lib = fileURLToPath(new URL("../../../runtime/gem/lib", import.meta.url));

test.each([
  "middleware_test.rb",
  "prewarm_test.rb",
  "asset_path_test.rb",
  "assets_test.rb",
  "events_path_test.rb",
  "deferred_test.rb",
  "deferred_load_test.rb",
  "missing_test.rb",
  "collections_test.rb",
  "gem_test.rb",
  "logging_test.rb",
  "request_log_test.rb",
  "route_urls_test.rb",
  "sinatra_secret_test.rb",
  "told_work_test.rb",
])("%s passes under the system's Ruby", async (file) => {
  const { stdout } = await promisify(execFile)("ruby", ["-w", `-I${lib}`, `${here}${file}`]);
  expect(stdout).toMatch(/[1-9]\d* runs, \d+ assertions, 0 failures, 0 errors, 0 skips/);
});
