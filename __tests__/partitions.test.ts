import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";

const project = resolve(import.meta.dirname, "..");
/** What runs on AWS's behalf or against it. */
const FOLDERS = ["contract", "src", "runtime/src", "runtime/gem"];
/** The one file that knows how the names of hosts end. */
const SUFFIX = "contract/url-suffix.ts";

/** Returns the text without comments, in which examples may stand. */
function codeOf(file: string): string {
  const text = readFileSync(join(project, file), "utf8");
  if (file.endsWith(".rb")) return text.replace(/^\s*#.*$/gm, "");
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(project, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|rb)$/.test(name))
    .map((name) => join(folder, name)),
);

/** Lines that fit, but for an example of the account that AWS's own documentation uses. */
function linesWith(pattern: RegExp): string[] {
  return files.flatMap((file) =>
    codeOf(file)
      .split("\n")
      .filter((line) => pattern.test(line) && !line.includes(":123456789012:"))
      .map((line) => `${file}: ${line.trim()}`),
  );
}

describe("GovCloud and China are not forgotten", () => {
  test("no ARN names the partition `aws`", () => {
    expect(files.length).toBeGreaterThan(100);
    expect(linesWith(/arn:aws:/)).toEqual([]);
  });

  test("no host is of one partition: only principals end with `.amazonaws.com`, in all of them", () => {
    const services = "lambda|scheduler|apigateway";
    const others = linesWith(/amazonaws\.com/)
      .filter((line) => !line.startsWith(SUFFIX))
      .filter((line) => !new RegExp(`["\`](${services})\\.amazonaws\\.com["\`]`).test(line));
    expect(others).toEqual([]);
  });
});
