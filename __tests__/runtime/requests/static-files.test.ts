import { mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { staticFiles } from "../../../runtime/src/requests/static-files.ts";
import { tree } from "../../tree.ts";
import { Collected } from "../logs/collected.ts";

let folder: string;
let waited: string[];
let loads: () => Promise<unknown>;
let output: Collected;
beforeEach(() => {
  const root = tree({
    "public/assets/app-0123abcd.css": "body{}",
    "public/assets/app-0123abcd.css.br": "brotli",
    "public/assets/app-0123abcd.css.gz": "gzip",
    "public/assets/plain.js": "let a",
    "public/assets/large.bin": "",
    "public/favicon.ico": "icon",
    "public/files/report-20240101.pdf": "pdf",
    "config/master.key": "secret",
  });
  folder = join(root, "public");
  mkdirSync(join(folder, "assets/folder.css"));
  symlinkSync("../../config/master.key", join(folder, "assets/link.txt"));
  symlinkSync("../config", join(folder, "config"));
  symlinkSync("plain.js", join(folder, "assets/inside.js"));
  symlinkSync("../../config/master.key", join(folder, "assets/inside.js.gz"));
  truncateSync(join(folder, "assets/large.bin"), 4 * 1024 * 1024 + 1);
  utimesSync(join(folder, "assets/plain.js"), 1_600_000_000, 1_600_000_000);
  waited = [];
  loads = async () => {};
  output = new Collected();
});

async function ask(
  target: string,
  headers: [string, string][] = [],
  method = "GET",
  limitMs = 10_000,
) {
  const sandbox = {
    loaded: async () => {
      await loads();
      return { fetchMs: 0, unpackMs: 0, reused: [] };
    },
    settled: async (path: string) => void waited.push(path),
  };
  const paths = ["/assets", "/favicon.ico", "/config", "/files"];
  const serve = staticFiles(paths, folder, sandbox, output);
  const answer = await serve({ method, prefix: "/dev", target, headers }, "id-1", limitMs);
  return (
    answer && {
      ...answer,
      body: answer.body.toString(),
      fields: Object.fromEntries(answer.headers),
    }
  );
}

const MODIFIED = "Sun, 13 Sep 2020 12:26:40 GMT";

describe("a file of public/", () => {
  test("comes with its type, its time and a tag, once the earlier assets are settled", async () => {
    expect(await ask("/assets/plain.js?v=1")).toEqual(
      expect.objectContaining({
        status: 200,
        body: "let a",
        fields: {
          "Content-Type": "text/javascript",
          ETag: expect.any(String),
          "Last-Modified": MODIFIED,
        },
      }),
    );
    expect(waited).toEqual(["/assets/plain.js"]);
    expect(await ask("/favicon.ico")).toMatchObject({ status: 200, body: "icon" });
  });

  test("never changes where its name has a digest", async () => {
    const { fields } = (await ask("/assets/app-0123abcd.css"))!;
    expect(fields["Cache-Control"]).toBe("public, max-age=31536000, immutable");
    const dated = (await ask("/files/report-20240101.pdf"))!.fields;
    expect(dated).not.toHaveProperty("Cache-Control");
  });

  test("has no body for HEAD, and all headers", async () => {
    const got = (await ask("/assets/plain.js"))!;
    expect(await ask("/assets/plain.js", [], "HEAD")).toEqual({ ...got, body: "" });
  });

  test.each([
    ["br, gzip", "brotli", "br"],
    ["gzip", "gzip", "gzip"],
    ["GZIP;q=0.5, br;q=0", "gzip", "gzip"],
    ["br;q=0.0, gzip;q=0", "body{}", undefined],
    ["xbr, gzipx", "body{}", undefined],
    ["", "body{}", undefined],
  ])("comes compressed where the client takes `%s`", async (accepted, body, encoding) => {
    const answer = await ask("/assets/app-0123abcd.css", [["accept-encoding", accepted]]);
    expect(answer).toMatchObject({ status: 200, body });
    expect(answer!.fields["Content-Encoding"]).toBe(encoding);
    expect(answer!.fields).toMatchObject({ "Content-Type": "text/css", Vary: "Accept-Encoding" });
  });

  test("is not sent again to who has it", async () => {
    const { ETag = "" } = (await ask("/assets/plain.js"))!.fields;
    for (const value of [ETag, ETag.replace("W/", ""), `"x", ${ETag}`, "*"]) {
      const again = await ask("/assets/plain.js", [["if-none-match", value]]);
      expect(again).toMatchObject({ status: 304, body: "", fields: { ETag } });
      expect(again!.fields).not.toHaveProperty("Content-Type");
    }
    const since = async (time: string, more: [string, string][] = []) =>
      (await ask("/assets/plain.js", [["if-modified-since", time], ...more]))?.status;
    expect(await since(MODIFIED)).toBe(304);
    // A file's time follows from its content: a later one is another content's.
    expect(await since("Sun, 13 Sep 2021 12:26:40 GMT")).toBe(200);
    expect(await since(MODIFIED, [["if-none-match", '"other"']])).toBe(200);
  });

  test("has another tag with another content", async () => {
    const before = (await ask("/assets/plain.js"))!.fields.ETag;
    writeFileSync(join(folder, "assets/plain.js"), "let b = 1");
    expect((await ask("/assets/plain.js"))!.fields.ETag).not.toBe(before);
  });
});

test("nobody waits for a file beyond the time of a request", async () => {
  loads = () => new Promise(() => {});
  const answer = await ask("/assets/plain.js", [["accept", "application/json"]], "GET", 100);
  expect(answer).toMatchObject({ status: 504 });
  expect(JSON.parse(answer!.body)).toMatchObject({ requestId: "id-1" });
  expect(output.text).toBe(
    "megamode: The app is still starting. Its files were not there within 0.1 s.\n",
  );
});

describe("the app answers", () => {
  test.each([
    ["a file that is not there", "/assets/none.css"],
    ["a folder", "/assets/folder.css"],
    ["a link out of public/", "/assets/link.txt"],
    ["a folder that a link leads to", "/config/master.key"],
    ["a file too large for one answer", "/assets/large.bin"],
    ["another path", "/posts"],
    ["a path that climbs", "/assets/..%2f..%2fconfig/master.key"],
  ])("%s", async (_, target) => {
    expect(await ask(target)).toBeUndefined();
  });

  test("a compressed copy that leads elsewhere, by the file itself being left to it", async () => {
    expect(await ask("/assets/inside.js")).toMatchObject({ body: "let a" });
    expect(await ask("/assets/inside.js", [["accept-encoding", "gzip"]])).toBeUndefined();
  });

  test.each(["POST", "OPTIONS", "get"])("%s", async (method) => {
    expect(await ask("/assets/plain.js", [], method)).toBeUndefined();
  });

  test("who wants a part of a file", async () => {
    expect(await ask("/assets/plain.js", [["range", "bytes=0-1"]])).toBeUndefined();
  });

  test("all of it where the bundle could not be loaded", async () => {
    loads = async () => {
      throw new Error("NoSuchKey");
    };
    expect(await ask("/assets/plain.js")).toBeUndefined();
  });
});
