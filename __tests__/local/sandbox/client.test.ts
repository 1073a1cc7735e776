import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { RUNTIME_CLIENT } from "../../../local/sandbox/jail/bubblewrap.ts";

/** Lists those of Node's own modules that a script loads by importing the files. */
function loadedBy(files: readonly string[]): readonly string[] {
  const script = `await Promise.all(${JSON.stringify(files)}.map((file) => import(file)));
console.log(process.moduleLoadList.join("\\n"));`;
  const args = ["--input-type=module", "-e", script];
  return execFileSync(process.execPath, args, { encoding: "utf8" }).split("\n");
}

test("the runtime client does not load the fetch API, which takes longer than the rest of Node's start", () => {
  const files = readdirSync(RUNTIME_CLIENT)
    .filter((name) => name !== "index.mjs") // It begins to work.
    .map((name) => join(RUNTIME_CLIENT, name));
  const loaded = loadedBy(files);
  expect(loaded).toContain("NativeModule _http_client");
  expect(loaded.filter((name) => name.includes("undici"))).toEqual([]);
  expect(loadedBy(["node:http"]).filter((name) => name.includes("undici"))).not.toEqual([]);
});
