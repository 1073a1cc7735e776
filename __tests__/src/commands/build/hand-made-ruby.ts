import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MACHINES, parseElf, TAG } from "../../../../src/ruby/elf/parse.ts";
import { tree } from "../../../tree.ts";

/** Another architecture than this machine's: so packaging takes no library of this machine along. */
export const FOREIGN = process.arch === "x64" ? "arm64" : "x86_64";

/** As RubyGems says it. */
export const PLATFORM = FOREIGN === "arm64" ? "aarch64-linux" : "x86_64-linux";

/** A tag of `.dynamic` that nobody reads. */
const DEBUG = 21n;

/** What a Ruby says of itself (`inspect.ts`), that was made by hand and cannot run. */
export function handMadeRuby(): Readonly<Record<string, unknown>> {
  const library = "lib/ruby/3.3.0";
  const prefix = tree({
    [`${library}/set.rb`]: "class Set; end\n",
    [`${library}/${PLATFORM}/rbconfig.rb`]: "module RbConfig; end\n",
    "lib/ruby/gems/3.3.0/gems/bundler-2.5.22/exe/bundle": "#!/usr/bin/env ruby\n",
    "lib/ruby/gems/3.3.0/specifications/bundler-2.5.22.gemspec": "",
  });
  const executable = join(prefix, "bin/ruby");
  mkdirSync(join(prefix, "bin"));
  writeFileSync(executable, foreignExecutable());
  chmodSync(executable, 0o755);
  return {
    engine: "ruby",
    version: "3.3.8",
    abi: "3.3.0",
    platform: PLATFORM,
    arch: PLATFORM,
    host: PLATFORM,
    executable,
    prefix,
    bundlerVersion: "2.5.22",
    bundler: {
      gemDir: join(prefix, "lib/ruby/gems/3.3.0/gems/bundler-2.5.22"),
      specification: join(prefix, "lib/ruby/gems/3.3.0/specifications/bundler-2.5.22.gemspec"),
    },
    directories: {
      rubyLibrary: join(prefix, "lib/ruby"),
      architecture: join(prefix, library, PLATFORM),
      site: join(prefix, "lib/ruby/site_ruby"),
      siteArchitecture: join(prefix, "lib/ruby/site_ruby/3.3.0", PLATFORM),
      vendor: join(prefix, "lib/ruby/vendor_ruby"),
    },
    loadPath: [join(prefix, library), join(prefix, library, PLATFORM)],
  };
}

/** An executable that needs no library, for the other architecture. */
function foreignExecutable(): Buffer {
  const bytes = readFileSync("/bin/true");
  bytes.writeUInt16LE(MACHINES[FOREIGN], 18); // e_machine
  const dynamic = parseElf(bytes)?.dynamic;
  for (const [index, { tag }] of (dynamic?.entries ?? []).entries()) {
    const at = (dynamic?.offset ?? 0) + index * 16;
    if (tag === TAG.NEEDED) bytes.writeBigUInt64LE(DEBUG, at);
  }
  return bytes;
}
