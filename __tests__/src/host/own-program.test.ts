import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { ownProgram } from "../../../src/host/own-program.ts";
import { isolations } from "../../../src/host/root/isolations.ts";
import { jails } from "../../../src/host/trial/jails.ts";
import { tree } from "../../tree.ts";

const planted = tree({ sh: "#!/bin/sh\n", sudo: "", elsewhere: "#!/bin/sh\n", text: "" });
for (const name of ["sh", "elsewhere"]) chmodSync(join(planted, name), 0o755);

describe("a program of ours", () => {
  test.each([
    [
      "is the system's, whatever the user's folders hold",
      "sh",
      `${planted}:/usr/bin`,
      /^\/usr\/bin\/sh$/,
    ],
    [
      "is found by PATH where the system has none",
      "elsewhere",
      `/none:${planted}`,
      `${planted}/elsewhere`,
    ],
    ["is no file that cannot be run", "text", planted, "text"],
    ["is never looked for in the working directory", "elsewhere", ":.:relative", "elsewhere"],
  ])("%s", (_, name, path, expected) => {
    expect(ownProgram(name, path)).toEqual(
      typeof expected === "string" ? expected : expect.stringMatching(expected),
    );
  });

  test("is what every isolation and jail starts first", () => {
    const path = process.env.PATH;
    process.env.PATH = planted;
    try {
      const start = { file: "true", args: [], cwd: "/", env: {} };
      const hidden = { folders: [], files: [], held: [] };
      const inmate = { argv: ["/bin/true"], env: {}, shown: [] };
      const started = [0, 1000].flatMap((uid) => [
        ...isolations(uid).map(({ wrap }) => {
          const { file, end } = wrap("/backing", hidden)(start);
          end?.();
          return file;
        }),
        ...jails(uid).map((jail) => jail.command({ ...inmate, scratch: tree({}) }).file),
      ]);
      expect(started.filter((file) => file.startsWith(planted))).toEqual([]);
      expect(started.filter((file) => file === "unshare" || file === "bwrap")).toEqual([]);
    } finally {
      process.env.PATH = path;
    }
  });
});
