import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { UserError } from "../../../../src/errors.ts";
import { copyFileWhole } from "../../../../src/inject/copy/copy-file.ts";
import { tree } from "../../../tree.ts";

/** Copies a file to which something happens whenever it has been copied. */
async function whileCopied(happens: (file: string, times: number) => void) {
  const dir = tree({ "a.log": "one\n", other: "another\n" });
  const [from, to] = [join(dir, "a.log"), join(dir, "copy")];
  let times = 0;
  const bytes = await copyFileWhole(from, to, "log/a.log", async (...args) => {
    await copyFile(...args);
    times += 1;
    happens(from, times);
  });
  return { bytes, times, text: readFileSync(to, "utf8") };
}

describe("a file is copied as it was at one moment", () => {
  test("in one go if it stays the same", async () => {
    expect(await whileCopied(() => {})).toEqual({ bytes: 4, times: 1, text: "one\n" });
  });

  test.each<[string, (file: string) => void, string]>([
    ["grows", (file) => appendFileSync(file, "two\n"), "one\ntwo\n"],
    ["shrinks", (file) => writeFileSync(file, ""), ""],
    ["is replaced", (file) => renameSync(join(file, "../other"), file), "another\n"],
  ])("once more if it %s meanwhile", async (_, happens, text) => {
    const copied = await whileCopied((file, times) => (times === 1 ? happens(file) : undefined));
    expect(copied).toEqual({ bytes: text.length, times: 2, text });
  });

  test.each<[string, (file: string) => void]>([
    ["changes again and again", (file) => appendFileSync(file, "more\n")],
    ["vanishes", (file) => rmSync(file)],
    [
      "becomes a folder",
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    [
      "becomes a pipe",
      (file) => {
        rmSync(file);
        execFileSync("mkfifo", [file]);
      },
    ],
  ])("or not at all if it %s, with an error that names it", async (_, happens) => {
    const error = await whileCopied(happens).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toBe("`log/a.log` changed while it was copied.");
  });
});
