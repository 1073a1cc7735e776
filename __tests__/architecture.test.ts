import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { type Import, importsOf } from "./imports-of.ts";

const project = resolve(import.meta.dirname, "..");

/** A file of src/ imports from its own folder or one above it in this list. */
const ORDER = [
  "errors.ts",
  "all-ended.ts",
  "digest.ts",
  "format.ts",
  "files.ts",
  "file-times.ts",
  "paths.ts",
  "gem-version.ts",
  "shape.ts",
  "ports",
  "inputs",
  "app",
  "inject",
  "gems",
  "ruby",
  "bundle",
  "release",
  "preflight",
  "report",
  "commands",
  "host",
  "aws",
  "action.ts",
  "main.ts",
  "begin.ts",
];
/** A file of runtime/src/ imports from its own folder, from contract/ or from one above it in this list. */
const RUNTIME_ORDER = [
  "settings.ts",
  "config.ts",
  "logs",
  "aws",
  "http",
  "events",
  "loader",
  "server",
  "requests",
  "messages",
  "answer-invocation.ts",
  "handler.ts",
];
/** The adapters know the ports only, not what is decided above them. */
const ADAPTERS = new Set(["host", "aws"]);
const BELOW_ADAPTERS = new Set([
  "errors.ts",
  "all-ended.ts",
  "digest.ts",
  "format.ts",
  "files.ts",
  "file-times.ts",
  "paths.ts",
  "ports",
]);

function sources(folder: string): string[] {
  return readdirSync(join(project, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

const imports = (folder: string) => sources(folder).flatMap(importsOf);
const part = (path: string) => path.split("/")[1] ?? "";

/** Groups of files that import each other, each with its members in order of their names. */
function cyclesIn(imports: readonly Import[]): string[][] {
  const uses = new Map<string, string[]>();
  for (const { from, to } of imports) uses.set(from, [...(uses.get(from) ?? []), to]);
  const reach = (start: string) => {
    const reached = new Set<string>();
    const next = [start];
    for (let file = next.pop(); file !== undefined; file = next.pop()) {
      for (const to of uses.get(file) ?? []) {
        if (reached.has(to)) continue;
        reached.add(to);
        next.push(to);
      }
    }
    return reached;
  };
  const reached = new Map([...uses.keys()].map((file) => [file, reach(file)]));
  const inCycle = [...uses.keys()].filter((file) => reached.get(file)?.has(file)).sort();
  const groups = inCycle.map((file) =>
    inCycle.filter((other) => reached.get(file)?.has(other) && reached.get(other)?.has(file)),
  );
  return groups.filter((group, at) => group[0] === inCycle[at]);
}

describe("import cycles", () => {
  const link = (pair: string) => ({ from: pair[0]!, to: pair[1]! });

  test("are found, each once", () => {
    const links = ["ab", "bc", "ca", "cd", "de", "xx", "yz", "zy"].map(link);
    expect(cyclesIn(links)).toEqual([["a", "b", "c"], ["x"], ["y", "z"]]);
    expect(cyclesIn(["ab", "bc", "ac"].map(link))).toEqual([]);
  });

  test("are in no program", () => {
    const all = ["contract", "src", "runtime", "local", "bin"].flatMap(imports);
    expect(cyclesIn(all)).toEqual([]);
  });
});

describe("the house", () => {
  test("the programs share nothing but contract/", () => {
    const wrong = ["contract", "src", "runtime", "local"].flatMap((program) =>
      imports(program).filter(
        ({ to }) =>
          /^(src|runtime|local|bin|__tests__|contract)\//.test(to) &&
          !to.startsWith(`${program}/`) &&
          !to.startsWith("contract/"),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test("a file of src/ imports from its own folder or one above it", () => {
    const wrong = imports("src").filter(({ from, to }) => {
      if (!to.startsWith("src/")) return false;
      const [user, used] = [part(from), part(to)];
      if (ADAPTERS.has(user) && user !== used) return !BELOW_ADAPTERS.has(used);
      return ORDER.indexOf(used) === -1 || ORDER.indexOf(used) > ORDER.indexOf(user);
    });
    expect(wrong).toEqual([]);
  });

  test("every part of src/ has its place in the order", () => {
    const parts = new Set(sources("src").map(part));
    expect([...parts].filter((name) => !ORDER.includes(name))).toEqual([]);
  });

  test("only aws/ knows the AWS SDK, only host/ the Actions toolkit and child processes", () => {
    const wrong = imports("src").filter(
      ({ from, to }) =>
        (to.startsWith("@aws-sdk/") && part(from) !== "aws") ||
        ((to.startsWith("@actions/") || to === "node:child_process") && part(from) !== "host"),
    );
    expect(wrong).toEqual([]);
  });

  test("only the reporter writes to the log of a step", () => {
    const files = (pattern: RegExp) =>
      sources("src")
        .filter((file) => pattern.test(readFileSync(join(project, file), "utf8")))
        .sort();
    const streams = "src/host/standard-streams.ts";
    const command = "src/host/workflow-command.ts";
    const reporter = "src/host/reporter.ts";
    expect(files(/\bconsole\b|\b_rawDebug\b|\bstd(out|err)\.(write|fd)\b/)).toEqual([streams]);
    expect(files(/\bprocess\b.*\bstd(out|err)\b/)).toEqual([]);
    expect(files(/\btakeStandardStreams\b/)).toEqual([streams, "src/main.ts"]);
    expect(files(/\bwriteCommand\b/)).toEqual([reporter, command]);
    expect(files(/from "@actions\/core"/)).toEqual([reporter]);
    // A child that inherits them would write past the reporter, and so would one without `stdio`.
    expect(files(/\binherit["']/)).toEqual([]);
    const spawning = files(/from "node:child_process"/);
    expect(spawning.length).toBeGreaterThan(1);
    expect(files(/stdio: \["ignore", "pipe", "pipe"/)).toEqual(spawning);
  });

  test("a file of runtime/src/ imports from its own folder or one above it", () => {
    const place = (path: string) => RUNTIME_ORDER.indexOf(path.split("/")[2] ?? "");
    const wrong = imports("runtime").filter(
      ({ from, to }) =>
        place(from) === -1 || (to.startsWith("runtime/") && place(to) > place(from)),
    );
    expect(wrong).toEqual([]);
  });

  test("the proxy needs nothing but Node", () => {
    const wrong = imports("runtime").filter(
      ({ to }) => !to.startsWith("node:") && !/^(runtime|contract)\//.test(to),
    );
    expect(wrong).toEqual([]);
  });

  test("contract/ does nothing: it imports nothing", () => {
    expect(imports("contract").filter(({ to }) => !to.startsWith("contract/"))).toEqual([]);
  });

  test("one file reads the environment of the proxy", () => {
    const readers = sources("runtime").filter((file) =>
      /process\.env\b/.test(readFileSync(join(project, file), "utf8")),
    );
    expect(readers).toEqual(["runtime/src/config.ts"]);
  });
});
