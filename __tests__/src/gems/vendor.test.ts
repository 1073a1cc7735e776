import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { BundlerSettings } from "../../../src/app/bundler/settings.ts";
import { vendorGems } from "../../../src/gems/vendor.ts";
import type { TrustLevel } from "../../../src/inputs/trust.ts";
import type { Command } from "../../../src/ports/shell.ts";
import { type Outcome, typed } from "../../fakes/shell.ts";
import { readTree, tree, writeTree } from "../../tree.ts";
import { bundlerInput, RUBY } from "./bundler-input.ts";
import { type MemoryCache, memoryCache } from "./cache/memory-cache.ts";

const MACHINE = { system: "ubuntu-24.04", glibc: "2.39" };
const HOME = "gems/ruby/3.3.0";
const RACK = {
  [`${HOME}/gems/rack-3.1.0/lib/rack.rb`]: "rack",
  [`${HOME}/specifications/rack-3.1.0.gemspec`]: "",
};

interface Options {
  readonly cache?: MemoryCache;
  readonly files?: Readonly<Record<string, string>>;
  /** In the checkout. */
  readonly installed?: Readonly<Record<string, string>>;
  readonly settings?: Partial<BundlerSettings>;
  readonly installation?: string | undefined;
  readonly trust?: TrustLevel;
  readonly hidesProcesses?: boolean;
  /** What Bundler does instead of installing rack. */
  readonly bundle?: (command: Command, backing: string) => Outcome | undefined;
}

/** Vendors rack, which a server has. */
async function vendor(options: Options = {}) {
  const installs = (command: Command, backing: string) => {
    if (command.args[0] === "install") {
      writeTree(backing, { ...RACK, [`${HOME}/cache/rack-3.1.0.gem`]: "downloaded" });
    }
    return undefined;
  };
  const { cache = memoryCache(), files = {}, installed = {}, bundle = installs } = options;
  const input = bundlerInput(
    { "Gemfile.lock": "GEM\n  specs:\n    rack (3.1.0)\n", ...files },
    (command): Outcome | undefined => bundle(command, input.root.backing),
    options.settings,
  );
  const { root, reporter } = input;
  const checkout = tree(installed);
  Object.assign(root, { hidesProcesses: options.hidesProcesses ?? true });
  const gems = await vendorGems({
    ...{ installation: "installation", trust: "deployed", ...options },
    ...{ ...input, cache, machine: MACHINE, checkout, ruby: RUBY },
  });
  return { ...gems, cache, ran: root.shell.ran.map(typed), reporter, left: gemsIn(root.backing) };
}

const gemsIn = (backing: string) =>
  Object.fromEntries(
    Object.entries(readTree(join(backing, "gems"))).map(([path, text]) => [`gems/${path}`, text]),
  );

describe("gems", () => {
  test("are installed, tidied up and saved where the cache has none", async () => {
    const { from, bundler, ran, left, cache } = await vendor();
    expect([from, bundler.version]).toEqual(["bundler", "2.5.22"]);
    expect(ran).toEqual(["bundle install"]);
    expect(left).toEqual(RACK);
    const [saved] = [...cache.entries.values()];
    expect(Object.keys(saved ?? {})).toContain("ruby/3.3.0/gems/rack-3.1.0/lib/rack.rb");
    expect(Object.keys(saved ?? {}).join()).not.toContain("rack-3.1.0.gem,");
  });

  test("of the cache are not saved again; Bundler still judges the lockfile", async () => {
    const { cache } = await vendor();
    const key = [...cache.entries.keys()][0]!;
    const guarded = { ...cache, save: async () => Promise.reject(new Error("saved again")) };
    const again = await vendor({ cache: guarded, bundle: () => undefined });
    expect(again).toMatchObject({ from: "cache", ran: ["bundle install"], left: RACK });
    expect(again.reporter.infos).toEqual([`From the cache: ${key}`]);
  });

  test("of another lockfile are no start: one of them may have changed the others", async () => {
    const { cache } = await vendor({ installation: "another" });
    const { from, ran } = await vendor({ cache });
    expect([from, ran]).toEqual(["bundler", ["bundle install"]]);
    expect(cache.entries.size).toBe(2);
  });

  test.each<[saved: TrustLevel, wants: TrustLevel, from: string]>([
    ["protected", "protected", "cache"],
    ["protected", "deployed", "cache"],
    ["protected", "preview", "cache"],
    ["deployed", "protected", "bundler"],
    ["deployed", "deployed", "cache"],
    ["deployed", "preview", "cache"],
    ["preview", "protected", "bundler"],
    ["preview", "deployed", "bundler"],
    ["preview", "preview", "cache"],
  ])("that a `%s` build saved, a `%s` one takes from the %s", async (saved, wants, expected) => {
    const { cache } = await vendor({ trust: saved });
    const { from } = await vendor({ cache, trust: wants });
    expect(from).toBe(expected);
    const levels = [...cache.entries.keys()].map((key) => key.split("-")[3]);
    expect(levels).toEqual(expected === "cache" ? [saved] : [saved, wants]);
  });

  test.each<[string, Options]>([
    ["nobody can say what decided them", { installation: undefined }],
    ["what a build starts may outlive it", { hidesProcesses: false }],
  ])("are not saved where %s", async (_, options) => {
    const { cache } = await vendor(options);
    expect(cache.entries.size).toBe(0);
  });

  test("that cannot be installed are an error, and nothing is saved", async () => {
    const cache = memoryCache();
    const bundle = () => ({ status: 5, output: "Could not find gem 'x'" });
    await expect(vendor({ cache, bundle })).rejects.toThrow("Could not find gem 'x'");
    expect(cache.entries.size).toBe(0);
  });

  test("whose specification starts a program have it evaluated before they are saved", async () => {
    const own = "PATH\n  remote: .\n  specs:\n    own (1.0)\n";
    const { reporter } = await vendor({
      files: { "Gemfile.lock": own, "own.gemspec": "`git ls-files`" },
      bundle: ({ file }, backing) => {
        writeTree(backing, { ...RACK, ...(file === "ruby" ? { "app/own.gemspec": "1" } : {}) });
        return undefined;
      },
    });
    expect(reporter.infos).toContain(
      "Evaluated `app/own.gemspec`: it starts a program, which Lambda may not have",
    );
  });
});

describe("gems that the job installed before", () => {
  const before = { "vendor/bundle/ruby/3.3.0/specifications/old-1.gemspec": "" };
  const whole = { ...before, "vendor/bundle/ruby/3.3.0/gems/old-1/old.rb": "" };

  test("are a start where the cache has not the very gems", async () => {
    const { from, ran, reporter, left } = await vendor({ installed: whole });
    expect([from, ran]).toEqual(["the job", ["bundle install", "bundle clean"]]);
    expect(reporter.infos[0]).toBe("1 gems from `vendor/bundle`");
    expect(left).toHaveProperty([`${HOME}/gems/old-1/old.rb`]);
  });

  test("are for this build alone: they are not saved", async () => {
    expect((await vendor({ installed: whole })).cache.entries.size).toBe(0);
  });

  test("are not looked at where the cache has the very gems", async () => {
    const { cache } = await vendor();
    const { from, left } = await vendor({ cache, installed: whole, bundle: () => undefined });
    expect([from, left]).toEqual(["cache", RACK]);
  });

  test("are no start where none is whole: there is nothing to clean", async () => {
    const { ran, reporter } = await vendor({ installed: before });
    expect(ran).toEqual(["bundle install"]);
    expect(reporter.infos[0]).toBe("0 gems from `vendor/bundle`");
  });

  test("are looked for where Bundler's settings say", async () => {
    const installed = {
      "elsewhere/ruby/3.3.0/specifications/old-1.gemspec": "",
      "elsewhere/ruby/3.3.0/gems/old-1/old.rb": "",
    };
    const { reporter } = await vendor({ installed, settings: { installedBefore: "elsewhere" } });
    expect(reporter.infos[0]).toBe("1 gems from `elsewhere`");
  });

  test("are not spoken of where there are none", async () => {
    expect((await vendor()).reporter.infos.join("\n")).not.toContain("vendor/bundle");
  });
});

describe("gems that the app brings along", () => {
  const brought = { "vendor/cache/rack-3.1.0.gem": "", "vendor/cache/README": "" };

  test("are installed without asking a server", async () => {
    expect((await vendor({ files: brought })).ran).toEqual(["bundle install --local"]);
  });

  test("are completed by a server where they are not all", async () => {
    const { ran, reporter } = await vendor({
      files: brought,
      bundle: ({ args }, backing) => {
        writeTree(backing, RACK);
        return { status: args.includes("--local") ? 1 : 0 };
      },
    });
    expect(ran).toEqual(["bundle install --local", "bundle install"]);
    expect(reporter.infos).toContain("`vendor/cache` does not hold all gems.");
  });

  test("may lie in another folder, which Bundler is told of", async () => {
    const settings = { installing: new Map([["BUNDLE_CACHE_PATH", "gems/brought"]]) };
    const files = { "gems/brought/rack-3.1.0.gem": "" };
    expect((await vendor({ files, settings })).ran).toEqual(["bundle install --local"]);
    expect((await vendor({ files: brought, settings })).ran).toEqual(["bundle install"]);
  });

  test("are none where the folder holds no gem", async () => {
    const files = { "vendor/cache/README": "" };
    expect((await vendor({ files })).ran).toEqual(["bundle install"]);
  });
});
