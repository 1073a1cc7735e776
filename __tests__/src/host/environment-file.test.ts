import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import {
  ENTER_ENVIRONMENT,
  OPEN_ENVIRONMENT,
  writeEnvironment,
} from "../../../src/host/environment-file.ts";
import { tree } from "../../tree.ts";

/** What a command gets that is started without any environment, and reads it from a file. */
function arrived(env: Readonly<Record<string, string | undefined>>) {
  const file = join(tree({}), "environment");
  writeEnvironment(file, env);
  const mode = statSync(file).mode & 0o777;
  const script = `${OPEN_ENVIRONMENT}ls "\${0%/*}" >&2\n${ENTER_ENVIRONMENT}`;
  const args = ["-i", "/bin/sh", "-c", script, file, file, "/usr/bin/env", "-0"];
  const done = spawnSync("/usr/bin/env", args, { encoding: "utf8" });
  const lines = done.stdout.split("\0").filter((line) => line !== "");
  const found = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2)));
  for (const own of ["PWD", "SHLVL", "_"]) delete found[own]; // Another shell's than dash.
  return { found, mode, seenBeside: done.stderr, left: existsSync(file), status: done.status };
}

test.each([
  ["plain"],
  ["it's"],
  ['$(x) `y` "z" $HOME \\ \\n *'],
  ["several\nlines\n\n"],
  [""],
  [" \t\r "],
  ["Grüße, 日本 🚀"],
  ["() { :; }"],
  ["=a=b"],
  ["-n"],
  ["0123456789".repeat(10_240)],
])("a value arrives byte by byte: %j", (value) => {
  const env = { VALUE: value, RUBYOPT: value };
  expect(arrived(env)).toEqual({ found: env, mode: 0o600, seenBeside: "", left: false, status: 0 });
});

test("the command has no other variable than those, and a PATH only where it is one", () => {
  expect(arrived({}).found).toEqual({});
  expect(arrived({ PATH: "/own", HOME: undefined }).found).toEqual({ PATH: "/own" });
});

test("what a shell cannot have as a variable keeps no other from arriving", () => {
  const env = {
    "npm_config_//a:_authToken": "x",
    "A-B": "x",
    "": "x",
    OPTIND: "none",
    UID: "y",
    Z: "z",
  };
  const { found, status } = arrived(env);
  expect(found).toMatchObject({ Z: "z" });
  expect(Object.keys(found).filter((name) => !/^[A-Z]+$/.test(name))).toEqual([]);
  expect(status).toBe(0);
});

test("a file that is there already is not written to", () => {
  const file = join(tree({ environment: "" }), "environment");
  expect(() => writeEnvironment(file, {})).toThrow("EEXIST");
});
