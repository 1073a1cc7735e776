import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { UserError } from "../../../../src/errors.ts";
import { copyApp } from "../../../../src/inject/copy/copy.ts";
import { includeRule } from "../../../../src/inject/copy/include.ts";
import { SUBMODULE } from "../../../../src/inject/left-out/advice.ts";
import { explainedError, explainLeftOut } from "../../../../src/inject/left-out/explain.ts";
import type { LeftOut } from "../../../../src/inject/left-out/left-out.ts";
import { KEY } from "../../../pem.ts";
import { tree } from "../../../tree.ts";

const checkout = tree({
  "config.ru": "run App",
  "config/rds ca.pem": "words",
  "config/rds-ca.pem": "words",
  "config/key.pem": KEY,
  "config/master.key": "secret-of-master",
  ".env": "export HOME_TOWN=Oslo\n",
  ".env.production": 'SITE_NAME=value-of-the-file\nKEY="a\nb=c"\n',
  ".env.example": "SITE_NAME=\nONLY_SHOWN=\n",
  "spec/openapi.yml": "openapi: 3",
  "spec/fixtures/[a].yml": "x",
  "spec/support/helper.rb": "x",
  "tmp/seed.txt": "x",
  "db/zones.sqlite3": "x",
  "docs/a.md": "x",
  ".git/HEAD": "ref",
  ".megamodeignore": "/docs/\n",
});

/** What was there while the app was built, and a submodule. */
const more: readonly LeftOut[] = [
  ...["govuk-frontend", "@scope/widgets"].map((name) => `node_modules/${name}`),
  "engines/a/node_modules/b",
].map((path) => ({ path, kind: "node_modules", files: 1, bytes: 1 }));
const submodule = { path: "vendor/engine", kind: SUBMODULE, files: 0, bytes: 0 };

const { leftOut } = await copyApp(checkout, join(tree(), "staged"), { include: [], exclude: [] });
const known = { leftOut: [submodule, ...leftOut, ...more], folders: [checkout, "/backing/app"] };
const explain = (text: string) => explainLeftOut(text, known);

/** The glob of the `include` line that an explanation has. */
const globIn = (said: string | undefined) =>
  /^ {4}include: (.*)$/m.exec(said ?? "")?.[1]?.replace(/^'|'$/g, "");

describe("the error names the `include` line", () => {
  const missing = "No such file or directory";
  test.each<[string, string]>([
    [`${missing} @ rb_sysopen - /tmp/mm/app/spec/openapi.yml (Errno::ENOENT)`, "spec/openapi.yml"],
    [`config.ru:1:in \`read': ${missing} @ rb_sysopen - spec/openapi.yml`, "spec/openapi.yml"],
    [`${missing} @ rb_sysopen - ./config/../spec/openapi.yml`, "spec/openapi.yml"],
    [`${missing} @ rb_sysopen - /backing/app/spec/openapi.yml`, "spec/openapi.yml"],
    [`${missing} @ rb_sysopen - ${checkout}/spec/openapi.yml`, "spec/openapi.yml"],
    [
      `${missing} @ rb_sysopen - /tmp/mm/app/config/rds ca.pem (Errno::ENOENT)`,
      "config/rds ca.pem",
    ],
    [`${missing} @ dir_initialize - /tmp/mm/app/spec/fixtures (Errno::ENOENT)`, "spec/fixtures/**"],
    [`${missing} @ dir_chdir0 - spec`, "spec/**"],
    [`${missing} @ rb_sysopen - spec/fixtures/[a].yml`, "spec/fixtures/\\[a\\].yml"],
    [
      "cannot load such file -- /tmp/mm/app/spec/support/helper (LoadError)",
      "spec/support/helper.rb",
    ],
    [
      "F, [2026-11-30 #7] FATAL -- : Errno::ENOENT (No such file or directory @ rb_sysopen - /tmp/mm/app/spec/openapi.yml):",
      "spec/openapi.yml",
    ],
    [
      'Rack app ("GET /" - (127.0.0.1)): #<Errno::ENOENT: No such file or directory @ rb_sysopen - /tmp/mm/app/spec/openapi.yml>',
      "spec/openapi.yml",
    ],
    [
      "config.ru:1:in 'Kernel#require': cannot load such file -- /tmp/mm/app/spec/support/helper (LoadError)",
      "spec/support/helper.rb",
    ],
    ["The file config/rds-ca.pem couldn't be found", "config/rds-ca.pem"],
    ['root certificate file "/tmp/mm/app/config/rds-ca.pem" does not exist', "config/rds-ca.pem"],
    [
      "Error: ENOENT: no such file or directory, open '/tmp/mm/app/spec/openapi.yml'",
      "spec/openapi.yml",
    ],
    ["Error: ENOENT: no such file or directory, scandir 'spec/fixtures'", "spec/fixtures/**"],
    ["cat: spec/openapi.yml: No such file or directory", "spec/openapi.yml"],
    ["ls: cannot access 'spec/fixtures': No such file or directory", "spec/fixtures/**"],
    ["sh: 1: cannot open tmp/seed.txt: No such file", "tmp/seed.txt"],
    ["FileNotFoundError: [Errno 2] No such file or directory: 'docs/a.md'", "docs/a.md"],
    ["make: *** No rule to make target 'docs/a.md', needed by 'all'.  Stop.", "docs/a.md"],
    ["We could not find your database: db/zones.sqlite3.", "db/zones.sqlite3"],
    ["OpenSSL::PKey::RSAError: cannot read /tmp/mm/app/config/key.pem", "config/key.pem"],
    [
      `${missing} @ rb_sysopen - /tmp/mm/app/node_modules/govuk-frontend/dist/a.css`,
      "node_modules/govuk-frontend/**",
    ],
    ["Error: Cannot find module '@scope/widgets/button'", "node_modules/@scope/widgets/**"],
    [
      "ENOENT: no such file or directory, open 'engines/a/node_modules/b/x.js'",
      "engines/a/node_modules/b/**",
    ],
  ])("%j: %j", async (text, glob) => {
    const said = await explain(`Puma starting\n${text}\n\tfrom /tmp/mm/app/config.ru:1`);
    expect(globIn(said)).toBe(glob);
    const path = glob.replace("/**", "/x").replaceAll("\\", "");
    expect(includeRule([glob]).names(path)).toBe(true);
  });
});

describe("no `include` is offered", () => {
  test.each<[string, RegExp]>([
    [
      "No such file or directory @ rb_sysopen - .env.production",
      /`\.env\.production`.*`environment`/,
    ],
    ["sh: 1: .: cannot open .env: No such file", /`\.env`.*`environment`/],
    [
      'key not found: "SITE_NAME" (KeyError)',
      /`\.env\.production` defines `SITE_NAME`.*`SITE_NAME=\.\.\.`/,
    ],
    [
      'Missing required configuration key: ["HOME_TOWN"] (Dotenv::MissingKeys)',
      /`\.env` defines `HOME_TOWN`/,
    ],
    ["ONLY_SHOWN is not set", /`\.env\.example` defines `ONLY_SHOWN`/],
    [
      "fatal: not a git repository (or any of the parent directories): .git",
      /`git rev-parse HEAD > REVISION`/,
    ],
    ["The path `/tmp/mm/app/vendor/engine` does not exist.", /`submodules: true`|submodules: true/],
    ["Could not find gem 'engine' in source at `vendor/engine`.", /submodules: true/],
  ])("%j", async (text, says) => {
    const said = await explain(text);
    expect(said).toMatch(says);
    expect(globIn(said)).toBeUndefined();
  });
});

describe("nothing is explained", () => {
  test.each([
    "No such file or directory @ rb_sysopen - /tmp/mm/app/spec/absent.yml",
    "No such file or directory @ rb_sysopen - /tmp/mm/app/config/absent.yml",
    "No such file or directory @ rb_sysopen - /etc/spec/openapi.yml",
    "No such file or directory @ rb_sysopen - ../spec/openapi.yml",
    "Loaded spec/openapi.yml",
    "Error: Cannot find module 'left-pad'",
    'key not found: "SITE" (KeyError)',
    'key not found: "THE_SITE_NAME" (KeyError)',
    'key not found: "c" (KeyError)',
    "specs/openapi.yml: not found",
    "",
  ])("%j", async (text) => expect(await explain(text)).toBeUndefined());
});

test("much that is missing, and much that was left out, is compared in no time", async () => {
  const many = Array.from({ length: 50_000 }, (_, at) => `x/${at}`);
  const env = tree({ ".env": many.map((_, at) => `NAME_${at}=1`).join("\n") });
  const files = many.map((path) => ({ path, kind: "spec/", files: 1, bytes: 1 }));
  const dotenv = { path: ".env", kind: ".env files", files: 1, bytes: 1, from: join(env, ".env") };
  const all = { leftOut: [...files, dotenv], folders: [] };
  const text = "a b c d e f g h i j k l m n o p q r s t u v w x y z: not found\n".repeat(5000);
  expect(await explainLeftOut(`${text}x/49999: not found\nNAME_49999 not set`, all)).toMatch(
    /`x\/49999` (.|\n)*`NAME_49999`/,
  );
});

test("no value of a file that was left out is told", async () => {
  const said = await explain(
    'key not found: "SITE_NAME"\nkey not found: "KEY"\ncannot read config/master.key\ncannot open .env',
  );
  expect(said).toContain("SITE_NAME");
  expect(said).not.toMatch(/value-of-the-file|secret-of-master|Oslo/);
});

describe("an error", () => {
  const text = "No such file or directory @ rb_sysopen - spec/openapi.yml";

  test("of the user's keeps what it says, and gets the explanation before its fix", async () => {
    const error = new UserError(`\`build-command\` failed:\n${text}`, "Correct it.");
    const told = (await explainedError(error, known)) as UserError;
    expect(told).toBeInstanceOf(UserError);
    expect(told.message).toBe(error.message);
    expect(told.fix).toMatch(
      /^`spec\/openapi\.yml` .*\n {4}include: spec\/openapi\.yml\nCorrect it\.$/s,
    );
    expect(((await explainedError(told, known)) as UserError).fix).toBe(told.fix);
  });

  test("shows a command's last lines, and is explained by all that it wrote", async () => {
    const output = `${text}\n${"a frame\n".repeat(100)}`;
    const error = new UserError("failed", "Correct it.", { cause: output });
    expect(((await explainedError(error, known)) as UserError).fix).toContain("include:");
  });

  test("of ours, or about something else, stays as it is", async () => {
    for (const error of [new Error(text), new UserError("no", "fix"), text]) {
      expect(await explainedError(error, known)).toBe(error);
    }
  });
});
