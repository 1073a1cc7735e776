import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BundlerSettings } from "../../../src/app/bundler/settings.ts";
import type { BundlerInput } from "../../../src/gems/bundler/run.ts";
import type { BuildRoot } from "../../../src/ports/build-root.ts";
import { type FakeReporter, fakeReporter } from "../../fakes/reporter.ts";
import { type FakeShell, fakeShell } from "../../fakes/shell.ts";
import { tree, writeTree } from "../../tree.ts";

export const RUBY = {
  version: "3.3.8",
  platform: "x86_64-linux",
  bundlerVersion: "2.5.22",
  abi: "3.3.0",
  prefix: "/opt/ruby",
};

export interface FakeBundlerInput extends BundlerInput {
  readonly root: BuildRoot & { readonly shell: FakeShell };
  readonly reporter: FakeReporter;
  readonly ruby: typeof RUBY;
}

/** A staged app with these files, and the runner's own Bundler, which does as told. */
export function bundlerInput(
  files: Readonly<Record<string, string>>,
  does: Parameters<typeof fakeShell>[0] = () => undefined,
  settings: Partial<BundlerSettings> = {},
): FakeBundlerInput {
  const folder = tree();
  const [backing, scratch] = [join(folder, "backing"), join(folder, "scratch")];
  for (const path of [backing, scratch]) mkdirSync(path);
  writeTree(join(backing, "app"), files);
  return {
    root: { backing, scratch, shell: fakeShell(does) } as unknown as FakeBundlerInput["root"],
    reporter: fakeReporter(),
    app: { gemfile: "Gemfile", lockfile: "Gemfile.lock", bundledWith: undefined },
    settings: {
      running: { BUNDLE_WITHOUT: "development:test" },
      installing: new Map(),
      deciding: new Map(),
      installedBefore: "vendor/bundle",
      withheld: [],
      secrets: [],
      ...settings,
    },
    ruby: RUBY,
  };
}
