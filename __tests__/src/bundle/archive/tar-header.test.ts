import { describe, expect, test } from "@jest/globals";
import tar from "tar-stream";
import { padding, type TarHeader, tarHeader } from "../../../../src/bundle/archive/tar-header.ts";

const FILE: TarHeader = {
  path: "app/a.rb",
  type: "file",
  mode: 0o755,
  size: 0,
  mtime: new Date(1_600_000_000_999),
};

/** What another implementation reads. */
async function read(header: Buffer): Promise<tar.Header> {
  const extract = tar.extract();
  const found: tar.Header[] = [];
  extract.on("entry", (one, content, next) => {
    found.push(one);
    content.resume();
    content.on("end", next);
  });
  const finished = new Promise<void>((resolve, reject) => {
    extract.on("finish", () => resolve());
    extract.on("error", reject);
  });
  extract.end(Buffer.concat([header, Buffer.alloc(1024)]));
  await finished;
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe("a header", () => {
  test("is a block that says what an entry is, owned by root, at a whole second", async () => {
    const header = tarHeader(FILE);
    expect(header.length).toBe(512);
    expect(await read(header)).toMatchObject({
      name: "app/a.rb",
      type: "file",
      mode: 0o755,
      size: 0,
      mtime: new Date(1_600_000_000_000),
      uid: 0,
      gid: 0,
    });
  });

  test.each([
    ["directory", "app/lib/", undefined],
    ["symlink", "app/link", "lib"],
    ["hardlink", "app/link", "app/file"],
  ] as const)("of a %s", async (type, path, target) => {
    const header = tarHeader({ ...FILE, type, path, ...(target ? { target } : {}) });
    expect(await read(header)).toMatchObject({
      type: type === "hardlink" ? "link" : type,
      name: path,
      linkname: target ?? null,
    });
  });

  const d = (count: number) => "d".repeat(count);
  test.each([
    ["of 100 bytes", d(100), 512],
    ["of 101 bytes without a folder", d(101), 1536],
    ["whose folder has 155 bytes and whose name has 100", `${d(155)}/${d(100)}`, 512],
    ["whose folder has 156 bytes", `${d(156)}/${d(50)}`, 1536],
    ["whose name has 101 bytes", `${d(50)}/${d(101)}`, 1536],
    ["whose name fits behind its second folder", `${d(50)}/${d(40)}/${d(90)}`, 512],
    ["whose name fits behind the first folder of two", `${d(60)}/${d(49)}/${d(50)}`, 512],
    ["of one folder with a long name", `${d(150)}/`, 1536],
    ["of a folder in a folder", `${d(120)}/${d(20)}/`, 512],
    ["counted in bytes, not in letters", "é".repeat(51), 1536],
  ])("of a path %s", async (_, path, bytes) => {
    const header = tarHeader({ ...FILE, path, type: path.endsWith("/") ? "directory" : "file" });
    expect(header.length).toBe(bytes);
    expect((await read(header)).name).toBe(path);
  });

  test.each([
    [100, 512],
    [101, 1536],
  ])("of a link to a path of %i bytes has %i", async (count, bytes) => {
    const header = tarHeader({ ...FILE, type: "symlink", target: d(count) });
    expect(header.length).toBe(bytes);
    expect((await read(header)).linkname).toBe(d(count));
  });

  test("of a path and a target that are both too long has both", async () => {
    const header = tarHeader({ ...FILE, path: d(300), type: "symlink", target: d(400) });
    expect(await read(header)).toMatchObject({ name: d(300), linkname: d(400) });
  });

  test.each([985, 986, 987, 988, 989, 990, 991, 992])(
    "of a path of %i bytes counts the digits of its own length",
    async (count) => {
      const path = d(count);
      expect((await read(tarHeader({ ...FILE, path }))).name).toBe(path);
    },
  );
});

test.each([
  [0, 0],
  [1, 511],
  [511, 1],
  [512, 0],
  [513, 511],
])("a content of %i bytes is filled with %i zeros", (bytes, zeros) => {
  expect(padding(bytes)).toEqual(Buffer.alloc(zeros));
});
