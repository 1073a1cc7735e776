import { expect, test } from "@jest/globals";
import { compiledName, listCompiled } from "../../../../src/bundle/compile-cache/compiled-files.ts";
import { tree } from "../../../tree.ts";

const ISEQ = "cache/bootsnap/compile-cache-iseq";

test("a file is found under the name that bootsnap gives it", () => {
  // FNV-1a, 64 bits: the standard's own examples. http://www.isthe.com/chongo/tech/comp/fnv/
  expect(compiledName("")).toBe("cb/f29ce484222325");
  expect(compiledName("a")).toBe("af/63dc4c8601ec8c");
  expect(compiledName("foobar")).toBe("85/944171f73967e8");
});

test("compiled files are listed with their sources, wherever those lie below the root", async () => {
  const sources = ["app/lib/a.rb", "gems/ruby/3.1.0/gems/b-1/b.rb", "lib/ruby/c.rb", "ruby/d.rb"];
  const compiled = sources.map((path) => `${ISEQ}/${compiledName(`/tmp/mm/${path}`)}`);
  const dir = tree({
    ...Object.fromEntries([...sources, ...compiled].map((path) => [path, ""])),
    "home/not-looked-at.rb": "",
    [`${ISEQ}/${compiledName("/tmp/mm/home/not-looked-at.rb")}`]: "",
    "cache/bootsnap/load-path-cache": "",
  });
  const listed = new Map((await listCompiled(dir)).map(({ path, source }) => [path, source]));
  expect(compiled.map((path) => listed.get(path))).toEqual(
    sources.map((path) => `/tmp/mm/${path}`),
  );
  expect(listed.size).toBe(6);
  expect(listed.get("cache/bootsnap/load-path-cache")).toBeUndefined();
});

test("nothing is listed where there is no compile cache", async () => {
  expect(await listCompiled(tree({ "app/a.rb": "" }))).toEqual([]);
});
