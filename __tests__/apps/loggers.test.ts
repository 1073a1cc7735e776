import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { PROJECT } from "../e2e/harness.ts";
import { railsBundle, railsVersions } from "./rails-new.ts";

const SCRIPT = join(import.meta.dirname, "loggers.rb");

/** Boots a Rails app of one file with that logger. */
function boot(logger: string, env: Readonly<Record<string, string>>) {
  const file = join(mkdtempSync(join(tmpdir(), "megamode-loggers-")), "own.log");
  mkdirSync(join(file, "../log"));
  const lib = join(PROJECT, "runtime/gem/lib");
  const stdout = execFileSync(
    "ruby",
    // As the proxy has it: one pipe for both.
    [
      "-S",
      "bundle",
      "exec",
      "sh",
      "-c",
      'exec ruby -I "$1" "$2" "$3" "$4" 2>&1',
      "sh",
      lib,
      SCRIPT,
      logger,
      file,
    ],
    {
      encoding: "utf8",
      env: { ...process.env, MEGAMODE_PROXY_SECRET: "s", ...env },
    },
  );
  const own = existsSync(file) ? readFileSync(file, "utf8") : "";
  return { stdout, own };
}

const count = (text: string, what: string) => text.split(what).length - 1;

describe.each(railsVersions.map(([version]) => version))("Rails %s", (version) => {
  let bundle: Readonly<Record<string, string>>;
  beforeAll(async () => {
    bundle = await railsBundle(version);
  }, 600_000);

  test.each([
    ["none", false],
    ["file", true],
    ["tagged file", true],
    ["json file", true],
    ["stdout", false],
    ["tagged stdout", false],
    ["stdout by name", false],
    ["broadcast to files", true],
    ["broadcast to both", true],
  ])(
    "with a logger %s writes each line to standard output once",
    (logger, keeps) => {
      const { stdout, own } = boot(logger, bundle);
      const seen = (text: string) =>
        ["at info", "at debug", "with tag 1", "with tag 2"].map((what) => count(text, what));
      const [info, debug, tag, again] = seen(stdout);
      expect([info, debug, again]).toEqual([1, 0, 0]);
      if (/none|tagged|to files/.test(logger))
        expect([tag, count(stdout, "[tag]")]).toEqual([1, 1]);
      expect(seen(own)).toEqual(keeps ? [1, 0, tag, 0] : [0, 0, 0, 0]);
      if (logger === "json file") expect(stdout).toContain('{"level":"INFO","text":"at info"}');
      expect(stdout).toContain("hosts [404, 404, 404, 403]");
    },
    60_000,
  );

  test("with a logger of lograge or rails_semantic_logger too, once", () => {
    for (const logger of ["of lograge", "of rails_semantic_logger"]) {
      const { stdout } = boot(logger, bundle);
      expect([count(stdout, "at info"), count(stdout, "at debug")]).toEqual([1, 0]);
    }
  }, 60_000);

  test.each(["none", "tagged file", "stdout", "broadcast to files"])(
    "with a logger %s shows more where log-level asks for it",
    (logger) => {
      const { stdout } = boot(logger, { ...bundle, MEGAMODE_LOG_LEVEL: "debug" });
      expect(count(stdout, "at debug")).toBe(1);
    },
    60_000,
  );
});
