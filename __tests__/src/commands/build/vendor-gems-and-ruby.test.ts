import { describe, expect, test } from "@jest/globals";
import { prepare } from "../../../../src/commands/build/prepare.ts";
import { vendorGemsAndRuby } from "../../../../src/commands/build/vendor-gems-and-ruby.ts";
import { readTree, writeTree } from "../../../tree.ts";
import { memoryCache } from "../../gems/cache/memory-cache.ts";
import { fakeBuild } from "./fake-build.ts";

async function vendor(options: Parameters<typeof fakeBuild>[0]) {
  const build = fakeBuild(options);
  const prepared = await prepare(build.context, build.root);
  build.events.splice(0);
  build.reporter.infos.splice(0);
  const made = await vendorGemsAndRuby(build.context, build.root, prepared, "installation");
  return { ...build, made, left: Object.keys(readTree(build.root.backing)) };
}

const TEST_FILE = "gems/ruby/3.3.0/gems/rack-3.1.0/test/rack_test.rb";

describe("gems and Ruby that are built here", () => {
  test("are installed, pruned and packaged, in this order", async () => {
    const { made, events, left, reporter } = await vendor({});
    expect(events).toEqual(["# Vendor gems", "bundle install", "# Prune gems", "# Package Ruby"]);
    expect(made).toMatchObject({
      from: "Bundler",
      bundler: { version: "2.5.22", home: undefined },
      packedBefore: [],
      packaged: { version: "3.3.8", abi: "3.3.0", executable: "/tmp/mm/bin/ruby" },
    });
    expect(made.packaged.directories).toEqual(expect.arrayContaining(["bin", "lib"]));
    expect(left).toEqual(expect.arrayContaining(["bin/ruby", "lib/ruby/3.3.0/set.rb"]));
    expect(left).not.toContain(TEST_FILE);
    // As they were before they were pruned.
    const files = "module Rack; end\n# a test\n" + 's.require_paths = ["lib".freeze]\n';
    expect(made.unpruned).toEqual([{ kind: "gem", name: "rack 3.1.0", bytes: files.length }]);
    expect(reporter.infos).toContain("1 files, 9 B, that no running app reads");
    expect(reporter.infos).toContain("0 shared libraries");
  });

  test("come from the cache the next time, and a gem can be kept whole", async () => {
    const gemCache = memoryCache();
    const first = await vendor({ more: { gemCache } });
    expect(first.made.from).toBe("Bundler");
    const second = await vendor({
      more: { gemCache },
      env: { "INPUT_KEEP-GEM-FILES": "rack" },
    });
    expect(second.made.from).toBe("the cache");
    expect(second.left).toContain(TEST_FILE);
  });

  test("say which library a gem would load that this runner does not have", async () => {
    const { reporter } = await vendor({
      does: (_, backing) => {
        writeTree(backing, { "gems/ruby/3.3.0/gems/ethon-0.16.0/lib/ethon.rb": "" });
        return undefined;
      },
    });
    expect(reporter.infos).toContain(
      "This runner has no `libcurl.so.4`: the gem `ethon-0.16.0` cannot be used without it.",
    );
  });

  test("are an error for another architecture than the function's", async () => {
    const { context } = fakeBuild();
    const architecture = context.machine.architecture === "arm64" ? "x86_64" : "arm64";
    const machine = { ...context.machine, architecture } as const;
    await expect(vendor({ more: { machine } })).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringContaining(`the function runs on ${architecture}`),
    });
  });
});
