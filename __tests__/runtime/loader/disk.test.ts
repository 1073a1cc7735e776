import { expect, test } from "@jest/globals";
import { checkSpace, explainDisk } from "../../../runtime/src/loader/disk.ts";

const MB = 1024 * 1024;
const check = (bytes: number) => () => checkSpace("/", bytes, () => ({ bavail: 3, bsize: MB }));

test("the files may take all the room that there is, and no byte more", () => {
  expect(check(3 * MB)).not.toThrow();
  expect(check(3 * MB + 1)).toThrow(
    "/tmp is full: the archives need 4 MB there. Raise `tmp-size` (512 to 10240 MB)",
  );
});

test("the room is that of the file system", () => {
  expect(() => checkSpace("/", 1)).not.toThrow();
  expect(() => checkSpace("/", 1e18)).toThrow(/is full/);
});

test.each(["ENOSPC", "EDQUOT"])("%s names the input to change", (code) => {
  const error = Object.assign(new Error(code), { code });
  expect(explainDisk(error, MB)).toMatchObject({
    name: "LoadError",
    message: expect.stringMatching(/need 1 MB there\. Raise `tmp-size`/),
    cause: error,
  });
});

test("another error stays as it is", () => {
  const error = Object.assign(new Error("EACCES"), { code: "EACCES" });
  expect(explainDisk(error, MB)).toBe(error);
});
