import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { UserError } from "../../../../src/errors.ts";
import { stagedLink } from "../../../../src/inject/copy/links.ts";

let dir: string;
let app: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-links-"));
  app = join(dir, "shop");
  for (const folder of ["config", "shared", "a/b/x/y/z"]) {
    mkdirSync(join(app, folder), { recursive: true });
  }
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function link(path: string, target: string): void {
  mkdirSync(dirname(join(app, path)), { recursive: true });
  symlinkSync(target, join(app, path));
}

async function staged(path: string, target: string): Promise<string> {
  link(path, target);
  return await stagedLink(app, path);
}

describe("a link that stays in the app keeps its text", () => {
  test.each([
    ["to a file", "config/a.txt", "../shared/a.txt"],
    ["to a folder", "current", "shared"],
    ["to nothing", "config/gone", "../nowhere/x"],
    ["to the app itself", "config/app", ".."],
    ["to itself", "round", "round"],
  ])("%s", async (_, path, target) => {
    expect(await staged(path, target)).toBe(target);
  });

  test("though by its text alone it would leave", async () => {
    link("a/b/deep", "x/y/z");
    const text = "a/b/deep/../../../../../shared";
    expect(await staged("round", text)).toBe(text);
  });
});

describe("a link that leaves the app and comes back is pointed at the same place in the copy", () => {
  test.each([
    ["by an absolute path", "config/a.txt", () => join(app, "shared/a.txt"), "../shared/a.txt"],
    ["by the app's name", "config/a.txt", () => "../../shop/shared/a.txt", "../shared/a.txt"],
    ["to the folder it lies in", "config/here", () => join(app, "config"), "."],
  ])("%s", async (_, path, target, text) => {
    expect(await staged(path, target())).toBe(text);
  });

  test("by way of another link", async () => {
    link("first", join(app, "shared"));
    expect(await staged("config/b.txt", "../first/b.txt")).toBe("../shared/b.txt");
  });
});

describe("a link that leaves the app is an error that names it and where it points", () => {
  test.each([
    ["absolute", "/etc/passwd", []],
    ["relative", "../../outside", []],
    ["dangling", "/nonexistent/x", []],
    ["to a neighbour whose name begins alike", "../../shop-old/x", []],
    ["by way of a linked folder", "../a/b/up/../x", [["a/b/up", "../.."]]],
    ["by way of another link", "../first", [["first", "/etc/hostname"]]],
  ] as const)("%s", async (_, target, more) => {
    for (const [path, to] of more) link(path, to);
    const error = await staged("config/out", target).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toBe(
      `The link \`config/out\` leaves the app: it points at \`${target}\`.`,
    );
    expect((error as UserError).fix).toContain("`exclude: config/out`");
  });
});

test("a chain of links is followed as far as the kernel does", async () => {
  for (let at = 1; at < 40; at += 1) link(`chain/${at}`, `${at + 1}`);
  link("chain/40", "/etc/passwd");
  await expect(staged("out", "chain/1")).rejects.toThrow("`out`");
  link("chain/0", "1");
  expect(await staged("in", "chain/0")).toBe("chain/0");
});
