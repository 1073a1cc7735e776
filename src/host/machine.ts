import { readFileSync } from "node:fs";
import { UserError } from "../errors.ts";

/** The machine that builds. */
export interface Machine {
  readonly architecture: "x86_64" | "arm64";
  /** Such as `ubuntu-24.04`. */
  readonly system: string;
  /** glibc's version, such as `2.39`. */
  readonly glibc: string;
  /** Where build tools such as Node.js are found. */
  readonly path: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads what the bundle depends on: the Ruby and libraries of this machine run on Lambda.
 * @throws UserError if nothing that is built here could run there
 */
export function readMachine(environment: Machine["environment"]): Machine {
  const architecture = { x64: "x86_64", arm64: "arm64" }[process.arch as string];
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const glibc = header.glibcVersionRuntime;
  if (process.platform !== "linux" || architecture === undefined || glibc === undefined) {
    throw new UserError(
      `Lambda runs Linux with glibc on x86_64 or arm64; this runner is ${process.platform} on ${process.arch}${process.platform === "linux" && !glibc ? " with musl" : ""}.`,
      "Use `runs-on: ubuntu-latest` or `ubuntu-24.04-arm`.",
    );
  }
  const path = environment.PATH ?? "";
  return {
    architecture: architecture as Machine["architecture"],
    system: systemOf(readOsRelease()),
    glibc,
    path,
    environment,
  };
}

/**
 * Names the distribution and its version.
 * @param osRelease https://www.freedesktop.org/software/systemd/man/latest/os-release.html
 */
export function systemOf(osRelease: string): string {
  const value = (name: string) => new RegExp(`^${name}="?([^"\\n]*)`, "m").exec(osRelease)?.[1];
  return `${value("ID") ?? "linux"}-${value("VERSION_ID") ?? "rolling"}`;
}

function readOsRelease(): string {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return ""; // Without the file, no version tells the libraries of one machine from those of another.
  }
}
