import { existsSync } from "node:fs";
import { createShell } from "../../src/host/shell.ts";
import type { Shell } from "../../src/ports/shell.ts";
import { inspectRuby } from "../../src/ruby/interpreter/inspect.ts";
import { packageRuby } from "../../src/ruby/package.ts";

/** Run with another architecture's Debian at `/`: packages its Ruby into a folder. `package-arm64.ts OUT` */
const [out = ""] = process.argv.slice(2);
const shell = createShell();
const EMULATOR = "/tmp/emulator";
const emulated: Shell = {
  run: ({ args, ...command }) =>
    shell.run(
      existsSync(EMULATOR)
        ? { ...command, file: EMULATOR, args: ["/usr/bin/ruby3.1", ...args] }
        : { ...command, file: "/usr/bin/ruby3.1", args },
    ),
};
const ruby = await inspectRuby(emulated, "/");
const asked = {
  libraries: ["libvips.so.42", "libMagickCore-6.Q16.so.6"],
  executables: [],
  files: [],
};
await packageRuby({ ruby, backing: out, architecture: "arm64", asked });
