import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { UserError } from "../../../../src/errors.ts";
import { copyRepository } from "../../../../src/inject/copy/copy-repository.ts";
import { includeRule } from "../../../../src/inject/copy/include.ts";
import {
  bundlerPath,
  chooseRepository,
  describeRepository,
  stagedInclude,
  stagedPath,
} from "../../../../src/inject/copy/repository.ts";
import { explainLeftOut } from "../../../../src/inject/left-out/explain.ts";
import { CERTIFICATE, KEY } from "../../../pem.ts";
import { SECRET } from "./secret-names.ts";

describe("what lies outside of the app", () => {
  const choose = (folders: string[], files: string[] = []) =>
    chooseRepository("/r/apps/web", { folders, files });

  test("is nothing where all lies in the app", () => {
    expect(
      choose(["/r/apps/web", "/r/apps/web/engines/a"], ["/r/apps/web/Gemfile"]),
    ).toBeUndefined();
  });

  test("is the widest of its folders, which holds the others", () => {
    const folders = ["/r/lib/a/b", "/r/lib/a", "/r/lib/a", "/r/apps/web-old", "/r/lib/a-b"];
    expect(choose(folders, ["/r/apps/web/Gemfile"])).toEqual({
      top: "/r",
      folders: ["/r/apps/web-old", "/r/lib/a", "/r/lib/a-b"],
      files: [],
    });
  });

  test("may be files alone, below the folder that they share with the app", () => {
    const files = ["/r/apps/Gemfile.lock", "/r/apps/Gemfile", "/r/apps/Gemfile"];
    expect(choose([], files)).toEqual({
      top: "/r/apps",
      folders: [],
      files: ["/r/apps/Gemfile", "/r/apps/Gemfile.lock"],
    });
  });

  test("may be the folder around the app", () => {
    expect(choose(["/r"], ["/r/Gemfile"])).toMatchObject({ top: "/r", folders: ["/r"] });
  });

  test("has a folder in common with the app, below the root of the machine", () => {
    expect(() => choose(["/r/lib/a", "/opt/gems/a"])).toThrow(UserError);
    expect(() => choose(["/r/lib/a", "/opt/gems/a"])).toThrow("`/opt/gems/a`");
  });
});

describe("a file's place in the staged app", () => {
  const repository = { top: "/r", folders: ["/r/lib/a"], files: [] };

  test.each([
    ["Gemfile", undefined, "Gemfile", "Gemfile"],
    ["Gemfile", repository, "Gemfile", ".megamode/repository/apps/web/Gemfile"],
    ["../../Gemfile", repository, ".megamode/repository/Gemfile", ".megamode/repository/Gemfile"],
  ])("is, for %s with %j, %s, and Bundler is given %s", (path, given, staged, bundlers) => {
    expect(stagedPath("/r/apps/web", given, path)).toBe(staged);
    expect(bundlerPath("/r/apps/web", given, path)).toBe(bundlers);
  });
});

test("the report names what is copied", () => {
  expect(
    describeRepository({ top: "/r", folders: ["/r", "/r/lib/a"], files: ["/r/Gemfile"] }),
  ).toBe("# .megamode/repository/: copied, because the bundle needs it: `.`, `lib/a`, `Gemfile`\n");
});

describe("the copy", () => {
  let dir: string;
  let app: string;
  let staged: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "megamode-repository-"));
    app = join(dir, "r/apps/web");
    staged = join(dir, "staged");
    mkdirSync(staged);
    for (const path of ["apps/web/config.ru", "apps/Gemfile", "engines/shop/lib/shop.rb"]) {
      write(path, path);
    }
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(dir, "r", path)), { recursive: true });
    writeFileSync(join(dir, "r", path), text);
  }

  const repositoryOf = (folders: string[], files: string[]) => ({
    top: join(dir, "r"),
    folders: folders.map((path) => join(dir, "r", path)),
    files: files.map((path) => join(dir, "r", path)),
  });

  const copy = (folders: string[], files: string[], include: string[] = []) =>
    copyRepository(app, repositoryOf(folders, files), staged, include);

  /** Every file and link, in order. Links are not followed: the one to the app leads round. */
  function tree(folder = ""): string[] {
    return readdirSync(join(staged, ".megamode/repository", folder), { withFileTypes: true })
      .flatMap((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? tree(path) : [path];
      })
      .sort();
  }

  test("has folders and files at their old places, and a link to the app at its own", async () => {
    for (const path of ["engines/shop/log/x.log", "engines/shop/.env", "engines/shop/docs/x"]) {
      write(path, path);
    }
    write("engines/shop/.megamodeignore", "/docs\n");
    await copy(["engines/shop"], ["apps/Gemfile"]);
    expect(tree()).toEqual([
      "apps/Gemfile",
      "apps/web",
      "engines/shop/.megamodeignore",
      "engines/shop/lib/shop.rb",
    ]);
    const link = join(staged, ".megamode/repository/apps/web");
    expect(readlinkSync(link)).toBe("../../..");
    expect(readFileSync(join(staged, ".megamode/repository/apps/Gemfile"), "utf8")).toBe(
      "apps/Gemfile",
    );
  });

  test("of a path gem holds none of its secrets", async () => {
    for (const path of SECRET) write(`engines/shop/${path}/x`, "secret");
    write("engines/shop/ca.pem", CERTIFICATE);
    write("engines/shop/spec/key.pem", KEY);
    await copy(["engines/shop"], []);
    expect(tree()).toEqual(["apps/web", "engines/shop/ca.pem", "engines/shop/lib/shop.rb"]);
  });

  test("has what `include` names from the app's folder, and says what else was left out", async () => {
    for (const path of ["spec/a.yml", "spec/b/c.yml", "config/x.key", ".git/config"]) {
      write(`engines/shop/${path}`, path);
    }
    const include = ["../../engines/shop/spec/b/**", "../../engines/shop/config/x.key"];
    const { leftOut } = await copy(
      ["engines/shop"],
      [],
      [...include, "../../engines/shop/.git/**"],
    );
    const below = [".megamode/repository/engines/shop", "../../engines/shop"] as const;
    expect(tree()).toEqual([
      "apps/web",
      "engines/shop/config/x.key",
      "engines/shop/lib/shop.rb",
      "engines/shop/spec/b/c.yml",
    ]);
    expect(leftOut.filter(({ files }) => files > 0)).toMatchObject([
      { path: `${below[0]}/.git`, named: `${below[1]}/.git`, kind: ".git", files: 1 },
      { path: `${below[0]}/spec/a.yml`, named: `${below[1]}/spec/a.yml`, kind: "spec/", files: 1 },
    ]);

    // What is missed of it is explained by the line that brings it back.
    const text = `No such file or directory - /tmp/mm/app/${below[0]}/spec/a.yml`;
    expect(await explainLeftOut(text, { leftOut, folders: [] })).toContain(
      `    include: ${below[1]}/spec/a.yml`,
    );

    // Where it is packed, it has another path.
    const { names } = includeRule(stagedInclude(app, repositoryOf(["engines/shop"], []), include));
    expect(names(`${below[0]}/config/x.key`)).toBe(true);
    expect(stagedInclude(app, undefined, include)).toBe(include);
    expect(stagedInclude(app, repositoryOf([], []), ["spec/**"])).toEqual(["spec/**"]);
  });

  test("of a folder around the app does not hold the app a second time", async () => {
    write("apps/web-old/config.ru", "");
    await copy(["."], ["apps/Gemfile"]);
    expect(tree()).toEqual([
      "apps/Gemfile",
      "apps/web",
      "apps/web-old/config.ru",
      "engines/shop/lib/shop.rb",
    ]);
    expect(readlinkSync(join(staged, ".megamode/repository/apps/web"))).toBe("../../..");
  });

  test("has no file that a link brings from elsewhere", async () => {
    writeFileSync(join(dir, "outside"), "secret");
    symlinkSync(join(dir, "outside"), join(dir, "r/apps/gems.rb"));
    await expect(copy([], ["apps/gems.rb"])).rejects.toThrow("leaves the repository");
    expect(existsSync(join(staged, ".megamode/repository"))).toBe(false);
  });

  test("of files alone has the folders that they need", async () => {
    await copy([], ["apps/Gemfile", "engines/shop/lib/shop.rb"]);
    expect(existsSync(join(staged, ".megamode/repository/engines/shop/lib/shop.rb"))).toBe(true);
  });

  test("of folders alone has the one that the link to the app lies in", async () => {
    await copy(["engines/shop/lib"], []);
    expect(tree()).toEqual(["apps/web", "engines/shop/lib/shop.rb"]);
  });
});
