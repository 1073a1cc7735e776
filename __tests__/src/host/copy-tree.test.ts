import { lstatSync, readFileSync, readlinkSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { copyTree } from "../../../src/host/copy-tree.ts";
import { createShell } from "../../../src/host/shell.ts";
import { tree } from "../../tree.ts";

test("a folder is copied with its links and times", async () => {
  const from = tree({ "sub/file": "text" });
  symlinkSync("file", join(from, "sub/link"));
  utimesSync(join(from, "sub/file"), 1000, 1000);
  const to = join(tree({}), "copy");
  await copyTree(createShell(), from, to);
  expect(readFileSync(join(to, "sub/file"), "utf8")).toBe("text");
  expect(readlinkSync(join(to, "sub/link"))).toBe("file");
  expect(lstatSync(join(to, "sub/file")).mtimeMs).toBe(1_000_000);
});

test("a folder that cannot be copied is an error that says why", async () => {
  const from = join(tree({}), "none");
  await expect(copyTree(createShell(), from, "/none/copy")).rejects.toThrow(
    /^Copying `.*\/none` to `\/none\/copy` failed: .*No such file/,
  );
});
