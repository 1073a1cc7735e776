import { execFileSync } from "node:child_process";

/** Lists the loader and the shared libraries of an executable, as the loader itself finds them. */
export function librariesOf(executable: string): string[] {
  // As ldd does: https://man7.org/linux/man-pages/man8/ld.so.8.html
  const traced = execFileSync(executable, [], {
    env: { LD_TRACE_LOADED_OBJECTS: "1" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return parseTrace(traced);
}

/** Parses lines such as `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x...)`. The loader's own line has no arrow. */
export function parseTrace(traced: string): string[] {
  const missing = /^\s*(\S+) => not found/m.exec(traced);
  if (missing) throw new Error(`The library \`${missing[1]}\` is not installed here`);
  return [...traced.matchAll(/(\/\S+) \(0x[0-9a-f]+\)/g)].map(([, path = ""]) => path);
}
