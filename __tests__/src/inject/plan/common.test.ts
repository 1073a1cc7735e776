import { describe, expect, test } from "@jest/globals";
import type { Server } from "../../../../src/app/app.ts";
import { everyInjection, serverConfig } from "../../../../src/inject/plan/common.ts";
import { givenApp, givenSources } from "./given.ts";

describe("every injection", () => {
  test("has our gem, the folders that apps write to, and the paths for Bundler", () => {
    expect(everyInjection(givenApp(), givenSources())).toEqual({
      gem: { from: "/action/gem", path: ".megamode/gem" },
      folders: ["log", "storage", "tmp", "tmp/pids"],
      repository: undefined,
      gemfile: "Gemfile",
      lockfile: "Gemfile.lock",
    });
  });

  test("has no folder of Rails' own for a Rack app", () => {
    expect(everyInjection(givenApp({ kind: "rack" }), givenSources()).folders).toEqual([
      "log",
      "tmp",
      "tmp/pids",
    ]);
  });

  test("has Bundler look where the app lies in its repository, where more of that is copied", () => {
    const repository = { top: "/r", folders: ["/r/engines"], files: [] };
    expect(everyInjection(givenApp(), givenSources({}, { repository }))).toMatchObject({
      repository,
      gemfile: ".megamode/repository/shop/Gemfile",
      lockfile: ".megamode/repository/shop/Gemfile.lock",
    });
  });
});

test.each<[Server, readonly string[]]>([
  [{ name: "puma", version: "8.0.2" }, [".megamode/puma.rb"]],
  [{ name: "unicorn", version: "6.1.0" }, [".megamode/unicorn.rb"]],
  [{ name: "falcon", version: "0.51.0" }, []],
  [{ name: "webrick", version: "1.9.1" }, []],
  [{ name: "command", command: "thin start --socket {socket}" }, []],
])("a server has a configuration only where it reads one: %j", (server, paths) => {
  const edits = serverConfig(givenApp({ server }));
  expect(edits.map(({ path }) => path)).toEqual(paths);
  expect(edits.map(({ before }) => before)).toEqual(paths.map(() => undefined));
});
