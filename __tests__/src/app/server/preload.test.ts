import { expect, test } from "@jest/globals";
import { preloadByEnvironment, withPreloadedFiles } from "../../../../src/app/server/preload.ts";

test("files are preloaded by the server's Ruby, in order and before its own arguments, and by commands beside it", () => {
  const server = { argv: ["/bin/ruby", "-rx", "puma"], cwd: "/app", env: {}, defaults: { A: "1" } };
  expect(withPreloadedFiles(server, ["/a.rb", "/b.rb"])).toEqual({
    ...server,
    argv: ["/bin/ruby", "-r/a.rb", "-r/b.rb", "-rx", "puma"],
    defaults: { A: "1", RUBYOPT: "-r/a.rb -r/b.rb" },
  });
  expect(withPreloadedFiles(server, [])).toEqual(server);
});

test("files are preloaded by any Ruby that a command starts, and RUBYOPT is not set for none", () => {
  expect(preloadByEnvironment(["/a.rb", "/b.rb"])).toEqual({ RUBYOPT: "-r/a.rb -r/b.rb" });
  expect(preloadByEnvironment([])).toEqual({});
});
