import { describe, expect, test } from "@jest/globals";
import { readRecipeRecord } from "../../../../src/release/records/read-recipe-record.ts";

const DIGEST = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const piece = { sha256: DIGEST, bytes: 3, tarBytes: 1024 };
const archive = (name: string, level = "deployed") => ({
  name,
  prefix: `shop/archives/${level}/${name}/`,
  pieces: [piece],
  bytes: 3,
  unpackedBytes: 5,
  parts: [{ kind: "gem", name: "rack 3.1.0", bytes: 5, saved: 1 }],
});
const ruby = {
  version: "3.3.8",
  abi: "3.3.0",
  executable: "/tmp/mm/bin/ruby",
  env: {
    PATH: "/tmp/mm/bin:/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin",
    LANG: "C.UTF-8",
    LC_ALL: "C.UTF-8",
  },
  defaults: {
    TZDIR: "/tmp/mm/zoneinfo",
    SSL_CERT_FILE: "/tmp/mm/ssl/cert.pem",
    VIPSHOME: "/tmp/mm/lib/vips",
    FONTCONFIG_FILE: "/tmp/mm/fonts/fonts.conf",
  },
  directories: ["bin", "lib", "ruby"],
  libraries: [{ name: "libpq.so.5", from: "/usr/lib/libpq.so.5", neededBy: "gem pg" }],
  absent: [{ name: "libvips.so.42", neededBy: "gem ruby-vips" }],
};
const record = { schema: 1, ruby, archives: [archive("ruby"), archive("gems")] };
const OF = { app: "shop", trust: "deployed" } as const;

type Path = readonly (string | number)[];

/** The record with another value at a place; undefined takes it away. */
function changed(path: Path, value: unknown): unknown {
  const copy = structuredClone(record) as unknown as Record<string | number, unknown>;
  let at = copy;
  for (const name of path.slice(0, -1)) at = at[name] as typeof at;
  at[path.at(-1)!] = value;
  return JSON.parse(JSON.stringify(copy));
}

test("a record of ours is read as it is", () => {
  expect(readRecipeRecord(record, OF)).toEqual(record);
});

test("a record may name archives of its own level and of those before it", () => {
  const from = { ...record, archives: [archive("ruby", "protected"), archive("gems")] };
  expect(readRecipeRecord(from, OF)).toEqual(from);
});

describe("a record is refused", () => {
  test.each<[path: Path, value: unknown, why: string]>([
    [["schema"], 2, "another schema"],
    [["schema"], undefined, "another schema"],
    [["more"], 1, "it.more is not known"],
    [["ruby"], undefined, "ruby is no object"],
    [["archives"], {}, "archives is no list"],
    [["archives"], [], "lacks the archive ruby"],
    [["archives"], [archive("ruby")], "lacks the archive gems"],
    [["archives"], [archive("ruby"), archive("ruby")], "lacks the archive gems"],
    [["archives"], [archive("ruby"), archive("gems"), archive("gems")], "longer than 2"],
    [["archives", 1], archive("app"), "archives[1].name is none of ruby, gems"],
    [["archives", 1], null, "archives[1] is no object"],
    [["archives", 0, "prefix"], "other/archives/deployed/ruby/", "prefix"],
    [["archives", 0, "prefix"], "shop/archives/preview/ruby/", "prefix"],
    [["archives", 0, "prefix"], "shop/archives/deployed/gems/", "prefix"],
    [["archives", 0, "prefix"], "shop/archives/deployed/ruby/../../", "prefix"],
    [["archives", 0, "pieces"], [], "bytes is not the size of its pieces"],
    [["archives", 0, "pieces", 0, "sha256"], "../../../etc/cron.d/x", "sha256 is not of the form"],
    [["archives", 0, "pieces", 0, "sha256"], `${DIGEST}\n`, "sha256 is not of the form"],
    [["archives", 0, "pieces", 0, "sha256"], DIGEST.toUpperCase(), "sha256 is not of the form"],
    [["archives", 0, "pieces", 0, "sha256"], [DIGEST], "sha256 is not of the form"],
    [["archives", 0, "pieces", 0, "bytes"], -1, "pieces[0].bytes is no whole number"],
    [["archives", 0, "pieces", 0, "bytes"], 3.5, "pieces[0].bytes is no whole number"],
    [["archives", 0, "pieces", 0, "bytes"], "3", "pieces[0].bytes is no whole number"],
    [["archives", 0, "pieces", 0, "bytes"], 2 ** 40, "pieces[0].bytes is no whole number"],
    [["archives", 0, "pieces", 0, "more"], 1, "pieces[0].more is not known"],
    [["archives", 0, "bytes"], 4, "bytes is not the size of its pieces"],
    [["archives", 0, "unpackedBytes"], 1e15, "unpackedBytes is no whole number"],
    [["archives", 0, "parts", 0, "kind"], "virus", "parts[0].kind is none of"],
    [["archives", 0, "parts", 0, "name"], "a\n::set-output::", "parts[0].name is not of the form"],
    [["archives", 0, "parts", 0, "bytes"], null, "parts[0].bytes is no whole number"],
    [["ruby", "version"], "3.3.8; rm -rf /", "ruby.version"],
    [["ruby", "abi"], "../../x", "ruby.abi"],
    [["ruby", "executable"], "/tmp/evil", "ruby.executable"],
    [["ruby", "directories"], ["bin", "app"], "ruby.directories[1]"],
    [["ruby", "directories"], ["../etc"], "ruby.directories[0]"],
    [["ruby", "directories"], ["lib/../app"], "ruby.directories[0]"],
    [["ruby", "env", "NODE_OPTIONS"], "--require /tmp/x.js", "ruby.env.NODE_OPTIONS is not known"],
    [["ruby", "env", "LD_PRELOAD"], "/tmp/mm/lib/x.so", "ruby.env.LD_PRELOAD is not known"],
    [["ruby", "env", "PATH"], "/tmp/mm/app:/bin", "ruby.env.PATH"],
    [["ruby", "env", "LANG"], "$(id)", "ruby.env.LANG"],
    [["ruby", "env"], ["a"], "ruby.env is no object"],
    [["ruby", "defaults", "RUBYOPT"], "-r/tmp/mm/app/x", "ruby.defaults.RUBYOPT is not known"],
    [["ruby", "defaults", "TZDIR"], "/tmp/mm/app", "ruby.defaults.TZDIR"],
    [["ruby", "defaults", "a b;"], "x", "ruby.defaults.a b; is not known"],
    [["ruby", "libraries", 0, "from"], "\u001b[2J", "ruby.libraries[0].from"],
    [["ruby", "libraries", 0, "more"], "x", "ruby.libraries[0].more is not known"],
    [["ruby", "absent", 0, "name"], "a\r::add-mask::", "ruby.absent[0].name"],
    [["ruby", "absent"], "none", "ruby.absent is no list"],
    [["ruby", "gems"], "/tmp", "ruby.gems is not known"],
  ])("with %j = %j", (path, value, why) => {
    expect(() => readRecipeRecord(changed(path, value), OF)).toThrow(why);
  });

  test.each([null, [], "text", 1, true])("that is %j", (value) => {
    expect(() => readRecipeRecord(value, OF)).toThrow("it is no object");
  });

  test("that was written for another app, or by a level that must not be used", () => {
    expect(() => readRecipeRecord(record, { ...OF, app: "other" })).toThrow("prefix");
    expect(() => readRecipeRecord(record, { ...OF, trust: "protected" })).toThrow("prefix");
  });

  test("by one line that shows nothing of what it does not know", () => {
    const evil = { ...record, "\n::set-output name=x::y": 1 };
    expect(() => readRecipeRecord(evil, OF)).toThrow(/^it\.\?::set-output name=x::y is not known$/);
  });
});
