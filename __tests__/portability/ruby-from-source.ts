import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runIn, say } from "./debian.ts";

/**
 * Compiles Debian 13's Ruby once for each prefix, with the options of ruby-builder, whose Rubies setup-ruby
 * downloads. https://github.com/ruby/ruby-builder/blob/master/.github/workflows/build.yml
 */
export function installRuby(root: string, prefixes: readonly string[]): void {
  say("compiling Ruby: minutes");
  const sources = join(root, "etc/apt/sources.list.d/ruby.list");
  writeFileSync(sources, "deb-src http://deb.debian.org/debian trixie main\n");
  const sh = (script: string) => runIn(root, ["sh", "-euc", script]);
  sh(
    "mkdir -p /src/build; cd /src; apt-get update; apt-get source --target-release trixie ruby3.3",
  );
  sh("cd /src/ruby3.3-*/; [ -x configure ] || autoreconf --install");
  const options = "--enable-shared --disable-install-doc --enable-yjit";
  for (const prefix of prefixes) {
    const make = 'make --jobs="$(nproc)"; make install';
    sh(`cd /src/build; ../ruby3.3-*/configure --prefix=${prefix} ${options}; ${make}`);
  }
  sh("rm -rf /src");
  writeShim(root);
}

/** rbenv's `ruby` is a script that says which one to start. */
function writeShim(root: string): void {
  const top = join(root, "home/runner/.rbenv");
  mkdirSync(join(top, "shims"), { recursive: true });
  for (const name of ["ruby", "bundle", "gem"]) {
    const shim = `#!/bin/sh\nexec /home/runner/.rbenv/versions/*/bin/${name} "$@"\n`;
    writeFileSync(join(top, "shims", name), shim, { mode: 0o755 });
  }
}
