import fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { S3Location } from "../../../runtime/src/config.ts";
import { loadBundle } from "../../../runtime/src/loader/load.ts";
import { loadLater } from "../../../runtime/src/loader/load-later.ts";
import { archive, onlyPiece } from "./archives.ts";
import { S3Server } from "./s3-server.ts";

const app = await archive("app", [{ name: "app/public/assets/both-2.css", content: "new" }]);
const assets = await archive("assets", [
  { name: "app/public/assets/both-2.css", content: "old" },
  { name: "app/public/assets/img/old-1.png", content: "png" },
]);

let root: string;
let s3: S3Server;
let location: S3Location;

beforeEach(async () => {
  root = fs.mkdtempSync(join(tmpdir(), "mm-later-"));
  s3 = new S3Server();
  location = await s3.start();
  s3.store(app, assets);
  await loadBundle([app.ref], location, root);
});
afterEach(async () => {
  await s3.stop();
  fs.rmSync(root, { recursive: true });
});

const write = (path: string, text: string) => {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), text);
};
const files = () =>
  (fs.readdirSync(root, { recursive: true, withFileTypes: true }) as fs.Dirent[])
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

test("adds its files to what is there, with their times, and replaces nothing", async () => {
  write("app/tmp/of-the-app", "");
  await loadLater(assets.ref, location, root);
  expect(files()).toEqual([
    ".loaded/app",
    ".loaded/assets",
    "app/public/assets/both-2.css",
    "app/public/assets/img/old-1.png",
    "app/tmp/of-the-app",
  ]);
  expect(fs.readFileSync(join(root, "app/public/assets/both-2.css"), "utf8")).toBe("new");
  expect(fs.statSync(join(root, "app/public/assets/img/old-1.png")).mtimeMs).toBe(1e12);
});

test("trusts nothing that a killed runtime left half-written, and is done once", async () => {
  write(".later/app/public/assets/img/old-1.png", "p");
  await loadLater(assets.ref, location, root);
  expect(fs.readFileSync(join(root, "app/public/assets/img/old-1.png"), "utf8")).toBe("png");
  await loadLater(assets.ref, location, root);
  expect(s3.requests).toHaveLength(2);
});

test("leaves nothing where the digest is another", async () => {
  const { key, bytes } = onlyPiece(assets);
  s3.objects.set(key, Buffer.alloc(bytes.length, bytes.subarray(0, -1)));
  const before = files();
  await expect(loadLater(assets.ref, location, root)).rejects.toThrow(/SHA-256/);
  expect(files()).toEqual(before);
  expect(fs.existsSync(join(root, ".later"))).toBe(false);
});

test("goes with the rest where the bundle is loaded anew", async () => {
  await loadLater(assets.ref, location, root);
  fs.rmSync(join(root, ".loaded/app"));
  await loadBundle([app.ref], location, root);
  expect(files()).toEqual([".loaded/app", "app/public/assets/both-2.css"]);
});
