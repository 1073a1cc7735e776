import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { vendorBundler } from "../../../../src/gems/bundler/vendor.ts";
import type { Command, Finished } from "../../../../src/ports/shell.ts";
import { fakeShell } from "../../../fakes/shell.ts";

let backing: string;
let said: string[];
let ran: Command[];
beforeEach(() => {
  backing = mkdtempSync(join(tmpdir(), "megamode-bundler-"));
  [said, ran] = [[], []];
});
afterEach(() => rmSync(backing, { recursive: true }));

const home = () => join(backing, "gems/bundler");
function install(version: string): void {
  for (const name of ["specifications", "gems", "cache"]) {
    mkdirSync(join(home(), name), { recursive: true });
  }
  writeFileSync(join(home(), `specifications/bundler-${version}.gemspec`), "");
}

const done = (output = "", status = 0): Finished => ({ status, stdout: output, output });

/** @param gem what `gem install` does; @param starts what `bundle --version` says */
function vendor(requirement: string, gem: () => Finished, starts: () => Finished, why?: string) {
  const run = async (command: Command) => {
    ran.push(command);
    return command.file === "gem" ? gem() : starts();
  };
  const choice = { kind: "vendored", requirement, ...(why && { why }) } as const;
  return vendorBundler({ backing, shell: { run } }, choice, "2.3.15", (line) => said.push(line));
}

describe("the Bundler that is vendored", () => {
  const vendored = (version: string) => ({ version, home: "/tmp/mm/gems/bundler" });
  const runners = { version: "2.3.15", home: undefined };

  test("is installed once, to a home with nothing else in it", async () => {
    const gem = () => {
      install("2.6.9");
      return done();
    };
    const starts = () => done("Bundler version 2.6.9\n");
    for (const _ of [1, 2]) expect(await vendor("2.6.9", gem, starts)).toEqual(vendored("2.6.9"));
    expect(ran.filter(({ file }) => file === "gem")).toHaveLength(1);
    expect(readdirSync(home()).sort()).toEqual(["gems", "specifications"]);
  });

  test("is the newest of a line where the lockfile's own does not run", async () => {
    const gem = () => {
      install("2.6.9");
      return done();
    };
    expect(await vendor("~> 2.6.0", gem, () => done("2.6.9\n"))).toEqual(vendored("2.6.9"));
    expect(ran[0]?.args).toEqual(expect.arrayContaining(["bundler", "--version", "~> 2.6.0"]));
  });

  test("takes the place of the one that came with another lockfile's gems", async () => {
    install("2.2.33");
    const gem = () => {
      expect(existsSync(join(home(), "specifications/bundler-2.2.33.gemspec"))).toBe(false);
      install("2.6.9");
      return done();
    };
    expect(await vendor("2.6.9", gem, () => done("2.6.9\n"))).toEqual(vendored("2.6.9"));
  });

  test("is installed again where the one that is there is not the newest of the line", async () => {
    install("2.5.22");
    const gem = () => {
      install("2.6.9");
      return done();
    };
    expect(await vendor("~> 2.6.0", gem, () => done("2.6.9\n"))).toEqual(vendored("2.6.9"));
    expect(ran.map(({ file }) => file)).toContain("gem");
  });

  test("of a line stays where it is there", async () => {
    install("2.6.7");
    const gem = () => done("", 1);
    expect(await vendor("~> 2.6.0", gem, () => done("2.6.7\n"))).toEqual(vendored("2.6.7"));
    expect(ran.map(({ file }) => file)).toEqual(["ruby"]);
  });

  test("is announced, after why it is another than the lockfile's", async () => {
    install("2.6.9");
    const gem = () => done();
    await vendor("2.6.9", gem, () => done("2.6.9\n"));
    await vendor("2.6.9", gem, () => done("2.6.9\n"), "2.7 needs Ruby 3.2");
    expect(said).toEqual([
      "Bundler 2.6.9, vendored",
      "2.7 needs Ruby 3.2",
      "Bundler 2.6.9, vendored",
    ]);
  });

  test("is not looked for where the runner's own is right: what another app left is removed", async () => {
    install("2.6.9");
    const shell = fakeShell();
    const choice = { kind: "runner's", version: "2.3.15" } as const;
    const root = { backing, shell };
    expect(await vendorBundler(root, choice, "2.3.15", (line) => said.push(line))).toEqual(runners);
    expect([shell.ran, said, existsSync(home())]).toEqual([[], [], false]);
  });

  test.each<[string, () => Finished, () => Finished]>([
    ["cannot be had", () => done("ERROR: Could not find a valid gem", 2), () => done("2.6.9")],
    ["is not where it was to be installed", () => done(), () => done("2.6.9")],
    [
      "does not start, though it says its version",
      () => {
        install("2.6.9");
        return done();
      },
      () => done("2.6.9: cannot load such file", 1),
    ],
    [
      "does not start on this Ruby",
      () => {
        install("2.6.9");
        return done();
      },
      () => done("undefined method `untaint'", 1),
    ],
    [
      "is not the one that starts",
      () => {
        install("2.6.9");
        return done();
      },
      () => done("Bundler version 2.3.15"),
    ],
  ])("gives way to the runner's where it %s", async (_, gem, starts) => {
    expect(await vendor("2.6.9", gem, starts)).toEqual(runners);
    const reason = /ERROR: Could not find|undefined method|version 2\.3\.15|cannot load|:\n$/;
    expect(said.join("\n")).toMatch(reason);
    expect(said.join("\n")).toContain(
      "Bundler 2.6.9 cannot be used here, so the runner's 2.3.15 is",
    );
    expect(existsSync(home())).toBe(false);
  });
});
