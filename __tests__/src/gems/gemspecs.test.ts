import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { settleGemspecs } from "../../../src/gems/gemspecs.ts";
import { fakeShell } from "../../fakes/shell.ts";
import { readTree, tree, writeTree } from "../../tree.ts";

const CALL = { bundler: { version: "2.6.9", home: undefined }, env: { BUNDLE_FROZEN: "true" } };
const GIT = "files = `git ls-files`";

const LOCKFILE = `GIT
  remote: https://example.com/from_git.git
  specs:
    from_git (1.0)

PATH
  remote: engines/blog
  specs:
    blog (1.0)

PATH
  remote: .
  specs:
    own (1.0)

GEM
  remote: gems
  specs:
    rack (3.1.0)
`;

/** Evaluates the specifications of an app; a file that is told of is evaluated to `evaluated`. */
async function settle(
  files: Readonly<Record<string, string>>,
  options: { readonly status?: number; readonly evaluates?: boolean } = {},
) {
  const backing = tree({ "app/Gemfile.lock": LOCKFILE, ...files });
  const { status = 0, evaluates = true } = options;
  const shell = fakeShell(({ args }) => {
    for (const file of args.slice(2)) {
      if (evaluates) writeTree(backing, { [file.replace("/tmp/mm/", "")]: "evaluated" });
    }
    return { status };
  });
  const changed = await settleGemspecs({ backing, shell }, CALL, join(backing, "app/Gemfile.lock"));
  return { changed, ran: shell.ran, files: readTree(backing) };
}

describe("specifications of the app's own gems", () => {
  test("are evaluated where they start a program, in one process that may use Bundler", async () => {
    const { changed, ran, files } = await settle({
      "app/engines/blog/blog.gemspec": GIT,
      "app/own.gemspec": "system('x')",
    });
    expect(changed).toEqual(["app/engines/blog/blog.gemspec", "app/own.gemspec"]);
    expect(files["app/own.gemspec"]).toBe("evaluated");
    expect(ran).toEqual([
      {
        file: "ruby",
        args: [
          "-e",
          expect.stringContaining("load_gemspec_uncached"),
          "/tmp/mm/app/engines/blog/blog.gemspec",
          "/tmp/mm/app/own.gemspec",
        ],
        cwd: "/tmp/mm/app",
        env: expect.objectContaining({ BUNDLE_FROZEN: "true" }),
      },
    ]);
  });

  test.each([
    "%x(git)",
    "IO.popen 'x'",
    "spawn('x')",
    "Open3.capture2e('x')",
    "Open3.capture3 'x'",
  ])("start a program by %s", async (text) => {
    expect((await settle({ "app/own.gemspec": text })).changed).toEqual(["app/own.gemspec"]);
  });

  test("are left where they start none: then no process is started either", async () => {
    const { changed, ran } = await settle({ "app/own.gemspec": "files = Dir['lib/**/*']" });
    expect([changed, ran]).toEqual([[], []]);
  });

  test("are found as deep as Bundler looks, and are files of that name", async () => {
    const { ran } = await settle({
      "app/engines/blog/one/two/deep.gemspec": GIT,
      "app/engines/blog/one/two/three/too_deep.gemspec": GIT,
      "app/engines/blog/README.md": GIT,
      "app/engines/blog/folder.gemspec/README.md": GIT,
    });
    expect(ran.map(({ args }) => args.slice(2))).toEqual([
      ["/tmp/mm/app/engines/blog/one/two/deep.gemspec"],
    ]);
  });

  test("of gems from git and servers are none of the app's", async () => {
    const backing = tree({
      "app/Gemfile.lock": LOCKFILE.replace(/PATH[\s\S]*(?=GEM)/, ""),
      "app/gems/rack.gemspec": GIT,
    });
    const shell = fakeShell();
    const lockfile = join(backing, "app/Gemfile.lock");
    expect(await settleGemspecs({ backing, shell }, CALL, lockfile)).toEqual([]);
    expect(shell.ran).toEqual([]);
  });

  test("are all as they were where one cannot be evaluated", async () => {
    const own = { "app/own.gemspec": GIT, "app/engines/blog/blog.gemspec": GIT };
    const { changed, files } = await settle(own, { status: 1 });
    expect(changed).toEqual([]);
    expect(files).toMatchObject(own);
  });

  test("are not said to have changed where they did not", async () => {
    const { changed } = await settle({ "app/own.gemspec": GIT }, { evaluates: false });
    expect(changed).toEqual([]);
  });

  test("may be absent with their folder", async () => {
    expect((await settle({})).ran).toEqual([]);
  });
});
