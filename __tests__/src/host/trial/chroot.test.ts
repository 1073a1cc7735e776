import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { chroot } from "../../../../src/host/trial/chroot.ts";
import { tree } from "../../../tree.ts";

const inmate = () => ({
  argv: ["/bin/sh", "-c", "x"],
  env: { TOKEN: "it's a secret", EMPTY: "" },
  shown: [
    { from: "/usr/bin/env", to: "/bin/env" },
    { from: "/backing", to: "/tmp/mm", writable: true },
  ],
  scratch: tree({}),
});

test("a jail by chroot shows files as they are asked for, and no secret among its arguments", () => {
  const one = inmate();
  const { file, args, env } = chroot([], 1000).command(one);
  const text = args.join(" ");
  expect(file).toMatch(/\bunshare$/);
  expect(text).toMatch(/ ro \/usr\/bin\/env \/bin\/env rw \/backing \/tmp\/mm -- \/bin\/sh -c x$/);
  expect(args).toContain(`1000:${process.getgid?.()}`);
  expect(text).not.toContain("secret");
  expect(Object.keys(env)).toEqual(["PATH"]);
  const environment = join(one.scratch, "environment");
  expect(readFileSync(environment, "utf8")).toContain("TOKEN='it'\\''s a secret'");
  expect(statSync(environment).mode & 0o777).toBe(0o600);
});

test("a jail by chroot is made by sudo where the user is not root", () => {
  const { file, args } = chroot(["sudo", "-n"], 1000).command(inmate());
  expect([file, ...args.slice(0, 2)].map((one) => one.replace(/.*\//, ""))).toEqual([
    "sudo",
    "-n",
    "unshare",
  ]);
});
