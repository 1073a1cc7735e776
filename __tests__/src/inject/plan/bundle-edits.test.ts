import { describe, expect, test } from "@jest/globals";
import { parseLockfile } from "../../../../src/app/bundler/lockfile.ts";
import {
  addedPuma,
  gemfileEdits,
  gemspecEdits,
  lockfileEdit,
  missingFor,
} from "../../../../src/inject/plan/bundle-edits.ts";
import { givenApp, givenSources, LOCKFILE, ruby } from "./given.ts";

describe("what Bundler has to add to the lockfile", () => {
  const puma = 'gem "puma"';
  const without = LOCKFILE.replaceAll(/^ +puma.*\n/gm, "");
  const bound = without.replace("railties (7.2.4)", "railties (7.2.4-arm64-darwin)");
  test.each([
    ["no lockfile", undefined, puma, "lockfile"],
    ["nothing added", LOCKFILE, undefined, "nothing"],
    ["Puma, which is locked", LOCKFILE, puma, "nothing"],
    ["Puma, which is not locked", without, puma, "gem"],
    ["neither added nor locked", without, undefined, "nothing"],
    ["Puma, and the platform", bound, puma, "platform"],
  ])("with %s", (_, lockfile, line, missing) => {
    const parsed = lockfile === undefined ? undefined : parseLockfile(lockfile);
    expect(missingFor(parsed, "x86_64-linux", line)).toBe(missing);
  });
});

describe("the line that adds Puma", () => {
  const none = givenSources({ gemfile: 'gem "rack"\n' });

  test("is for an app that is served by Puma and deploys none", () => {
    const added = { name: "puma", version: undefined, added: true } as const;
    expect(addedPuma(givenApp({ server: added, locked: new Map() }), none)).toBe('gem "puma"');
    const dev = givenSources({ gemfile: 'gem "puma", group: :development\n' });
    expect(addedPuma(givenApp(), dev)).toBe('gem "puma"');
  });

  test("is for no app with Puma, and none with another server", () => {
    expect(addedPuma(givenApp(), givenSources())).toBeUndefined();
    const falcon = { name: "falcon", version: undefined } as const;
    expect(addedPuma(givenApp({ server: falcon, locked: new Map() }), none)).toBeUndefined();
  });
});

describe("the Gemfile", () => {
  const reason = "the gem that connects the app to Lambda; the Ruby that ships is the runner's";

  test("loses its Ruby and has our gem, with the reason", () => {
    const sources = givenSources({ gemfile: 'ruby "3.3.0"\ngem "puma"\n' });
    expect(gemfileEdits(givenApp(), sources, undefined)).toEqual([
      {
        path: "Gemfile",
        before: 'ruby "3.3.0"\ngem "puma"\n',
        after:
          '# ruby "3.3.0"\ngem "puma"\n# Added by megamode-deploy: lets the app run on AWS Lambda.\n' +
          'gem "megamode", path: ".megamode/gem"\n',
        reason,
      },
    ]);
  });

  test("has Puma where it is added, and says why", () => {
    const [edit] = gemfileEdits(givenApp(), givenSources(), 'gem "puma"');
    expect(edit?.after).toMatch(/\.megamode\/gem"\ngem "puma"\n$/);
    expect(edit?.reason).toBe(`${reason}; Puma, since no group that is deployed has a server`);
  });

  test("is a new file for an app that has none, and says so", () => {
    const sources = givenSources({ gemfile: 'gem "rack"\n' }, { hasGemfile: false });
    const [edit] = gemfileEdits(givenApp(), sources, undefined);
    expect(edit?.before).toBeUndefined();
    expect(edit?.after).toMatch(/^gem "rack"\n/);
    expect(edit?.reason).toBe(`the app has none: Rack, and ${reason}`);
  });

  test("may lie above the app, and evaluate others: each is edited where it lies in the staged app", () => {
    const repository = { top: "/r", folders: [], files: [] };
    const evaluated = [ruby('ruby "3.3.0"\n', "../gems/more.rb"), ruby("gemspec\n", "own.rb")];
    const sources = givenSources({}, { repository, evaluated });
    const edits = gemfileEdits(givenApp({ gemfile: "../Gemfile" }), sources, undefined);
    expect(edits.map(({ path }) => path)).toEqual([
      ".megamode/repository/Gemfile",
      ".megamode/repository/gems/more.rb",
      "own.rb",
    ]);
    expect(edits[0]?.after).toContain('path: "shop/.megamode/gem"');
    expect(edits[1]).toMatchObject({
      before: 'ruby "3.3.0"\n',
      after: '# ruby "3.3.0"\n',
      reason: "evaluated by `../Gemfile`; the Ruby that ships is the runner's",
    });
    expect(edits[2]?.after).toBe("gemspec\n");
  });
});

describe("the lockfile", () => {
  test("has our gem, with its version and path, and the runner's platform", () => {
    const [edit] = lockfileEdit(givenApp(), givenSources());
    expect(edit).toMatchObject({ path: "Gemfile.lock", before: LOCKFILE });
    expect(edit?.after).toMatch(
      /^PATH\n {2}remote: \.megamode\/gem\n.*\n {4}megamode \(0\.1\.0\)\n/,
    );
    expect(edit?.after).toContain("  arm64-darwin-23\n  x86_64-linux\n");
  });

  test("is edited where it lies in the staged app", () => {
    const sources = givenSources({}, { repository: { top: "/r", folders: [], files: [] } });
    const [edit] = lockfileEdit(
      givenApp({ gemfile: "../Gemfile", lockfile: "../Gemfile.lock" }),
      sources,
    );
    expect(edit?.path).toBe(".megamode/repository/Gemfile.lock");
    expect(edit?.after).toContain("  remote: shop/.megamode/gem\n");
  });

  test("that is not there is not made", () => {
    expect(lockfileEdit(givenApp(), givenSources({ lockfile: undefined }))).toEqual([]);
  });
});

test("gemspecs list their files without git", () => {
  const gemspecs = [
    ruby("a = `git ls-files`\n", "a.gemspec"),
    ruby("b = 1\n", "../engines/b.gemspec"),
  ];
  const repository = { top: "/r", folders: [], files: [] };
  const edits = gemspecEdits(givenApp(), givenSources({}, { gemspecs, repository }));
  expect(edits.map(({ path }) => path)).toEqual([
    "a.gemspec",
    ".megamode/repository/engines/b.gemspec",
  ]);
  expect(edits[0]?.after).toContain("Dir.glob");
  expect(edits[0]?.before).toBe("a = `git ls-files`\n");
  expect(edits[1]?.after).toBe("b = 1\n");
});
