import { join, resolve } from "node:path";
import type { BuildContext } from "../../../../src/commands/context.ts";
import { readInputs } from "../../../../src/inputs/read.ts";
import { noGemCache } from "../../../../src/ports/gem-cache.ts";
import type { Command } from "../../../../src/ports/shell.ts";
import { type FakeBuildRoot, fakeBuildRoot } from "../../../fakes/build-root.ts";
import { type FakeReporter, fakeReporter } from "../../../fakes/reporter.ts";
import { fakeShell, type Outcome, typed } from "../../../fakes/shell.ts";
import { tree, writeTree } from "../../../tree.ts";
import { handMadeRuby } from "./hand-made-ruby.ts";

type Files = Readonly<Record<string, string>>;

/** A lockfile of these gems, for every machine. */
export function lockfile(...gems: readonly string[]): string {
  return [
    "GEM",
    "  remote: https://rubygems.org/",
    "  specs:",
    ...gems.map((gem) => `    ${gem}`),
    "",
    "PLATFORMS",
    "  aarch64-linux",
    "  x86_64-linux",
    "",
    "DEPENDENCIES",
    ...gems.map((gem) => `  ${gem.replace(/ \(.*/, "")}`).sort(),
    "",
    "BUNDLED WITH",
    "   2.5.22",
    "",
  ].join("\n");
}

/** A Rack app. */
export const RACK: Files = {
  "config.ru": "run ->(env) { [200, {}, []] }\n",
  Gemfile: 'source "https://rubygems.org"\ngem "puma"\ngem "rack"\n',
  "Gemfile.lock": lockfile("puma (6.4.3)", "rack (3.1.0)"),
};

/** A Rack app with bootsnap. */
export const BOOTSNAP: Files = {
  ...RACK,
  Gemfile: `${RACK.Gemfile}gem "bootsnap"\n`,
  "Gemfile.lock": lockfile("bootsnap (1.18.4)", "puma (6.4.3)", "rack (3.1.0)"),
};

/** What Bundler installs of rack, below the root. */
export const RACK_GEM: Files = {
  "gems/ruby/3.3.0/gems/rack-3.1.0/lib/rack.rb": "module Rack; end\n",
  "gems/ruby/3.3.0/gems/rack-3.1.0/test/rack_test.rb": "# a test\n",
  "gems/ruby/3.3.0/specifications/rack-3.1.0.gemspec": 's.require_paths = ["lib".freeze]\n',
};

/** Of all builds of a test file. */
const RUBY = handMadeRuby();

export interface FakeBuild {
  readonly context: BuildContext;
  readonly root: FakeBuildRoot;
  readonly reporter: FakeReporter;
  /** Titles of steps, what ran in the root, and what became of it, in order. */
  readonly events: string[];
  /** What ran in the root. */
  readonly ran: readonly Command[];
  readonly summaries: string[];
}

/** A build of an app on a machine with a hand-made Ruby, on which no process is started. */
export function fakeBuild(
  options: {
    readonly files?: Files;
    /** Inputs and the job's variables. */
    readonly env?: Files;
    readonly payload?: unknown;
    /** What a command in the root does, beside installing rack. */
    readonly does?: (command: Command, backing: string) => Outcome | undefined;
    /** The runner's PATH. */
    readonly path?: string;
    readonly more?: Partial<BuildContext>;
  } = {},
): FakeBuild {
  const { files = RACK, env = {}, does = () => undefined } = options;
  const events: string[] = [];
  const summaries: string[] = [];
  const shell = fakeShell((command) => {
    events.push(typed(command).replace(/ -e [\s\S]* -- /, " -e ... -- "));
    if (command.args.includes("install")) writeTree(root.backing, RACK_GEM);
    return does(command, root.backing);
  });
  const root = fakeBuildRoot(shell);
  const reporter: FakeReporter = {
    ...fakeReporter(),
    group: (title, step) => {
      events.push(`# ${title}`);
      return step();
    },
    summary: async (markdown) => void summaries.push(markdown),
  };
  const checkout = tree(files);
  const context: BuildContext = {
    inputs: readInputs({ AWS_REGION: "eu-west-1", ...env }, checkout, options.payload),
    reporter,
    clock: { now: () => 0, sleep: async () => {} },
    shell: fakeShell(() => ({ output: `warning: a line before\n${JSON.stringify(RUBY)}\n` })),
    gemCache: noGemCache,
    openRoot: async (what) => {
      events.push(`open the root for ${what.replace(checkout, "the app")}`);
      return root;
    },
    parts: {
      runtimeDir: "/absent",
      gemDir: resolve(import.meta.dirname, "../../../../runtime/gem"),
      digest: async () => "the action's",
    },
    machine: {
      architecture: RUBY.platform === "aarch64-linux" ? "arm64" : "x86_64",
      system: "ubuntu-24.04",
      glibc: "2.39",
      path: options.path ?? "/usr/bin",
      environment: { HOME: join(checkout, "no-home") },
    },
    ...options.more,
  };
  return { context, root, reporter, events, ran: shell.ran, summaries };
}
