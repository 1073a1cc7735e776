import type { RubyInstallation } from "../../../src/ruby/interpreter/inspect.ts";

/** As a Ruby below its own prefix describes itself; the paths follow from the prefix. */
export function installed(prefix: string, more: Partial<RubyInstallation> = {}): RubyInstallation {
  const library = `${prefix}/lib/ruby`;
  return {
    engine: "ruby",
    version: "3.3.8",
    abi: "3.3.0",
    platform: "x86_64-linux",
    arch: "x86_64-linux",
    executable: `${prefix}/bin/ruby`,
    prefix,
    bundlerVersion: "2.5.22",
    bundler: {
      gemDir: `${library}/gems/3.3.0/gems/bundler-2.5.22`,
      specification: `${library}/gems/3.3.0/specifications/default/bundler-2.5.22.gemspec`,
    },
    directories: {
      rubyLibrary: library,
      architecture: `${library}/3.3.0/x86_64-linux`,
      site: `${library}/site_ruby`,
      siteArchitecture: `${library}/site_ruby/3.3.0/x86_64-linux`,
      vendor: `${library}/vendor_ruby`,
    },
    loadPath: [`${library}/site_ruby/3.3.0`, `${library}/3.3.0`, `${library}/3.3.0/x86_64-linux`],
    gems: `${library}/gems/3.3.0`,
    openssl: undefined,
    ...more,
  };
}

/** As Debian's and Ubuntu's Ruby describes itself. */
export function debian(triplet: string): RubyInstallation {
  return installed("/usr", {
    directories: {
      rubyLibrary: "/usr/lib/ruby",
      architecture: `/usr/lib/${triplet}/ruby/3.3.0`,
      site: "/usr/local/lib/site_ruby",
      siteArchitecture: `/usr/local/lib/${triplet}/site_ruby`,
      vendor: "/usr/lib/ruby/vendor_ruby",
    },
    loadPath: ["/usr/lib/ruby/3.3.0", `/usr/lib/${triplet}/ruby/3.3.0`, "/usr/local/lib/site_ruby"],
  });
}
