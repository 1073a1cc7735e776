import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { BIN_DIR } from "../../contract/root.ts";
import { mappedOutside } from "../../src/preflight/mapped-files.ts";
import type { Machine } from "./machines.ts";
import { type Packaged, packageOn } from "./package-on.ts";
import { runOnTarget } from "./target.ts";

const APP = resolve(import.meta.dirname, "app");
/** Files that what runs there makes itself. */
const WRITTEN = ["/tmp/mm", "/tmp/fontconfig"];

/** What one machine's Ruby is and has. */
export interface Expected {
  readonly version: string;
  readonly abi: string;
  readonly yjit: boolean;
  /** libheif's modules have to be installed for it, where they are packages of their own. */
  readonly avif: boolean;
}

/** The whole list of what a packaged Ruby and its gems do on a machine that has nothing of theirs. */
export function describePortability(machine: Machine, expected: Expected): void {
  describe(`${machine.title}, on a bare Debian 11`, () => {
    const scratch = mkdtempSync(join(tmpdir(), "megamode-portability-"));
    let packaged: Packaged;
    // biome-ignore lint/suspicious/noExplicitAny: what probe.rb found, as JSON
    let found: any;
    beforeAll(async () => {
      packaged = packageOn(machine, APP, scratch, {
        libraries: "libsodium.so.23",
        executables: "openssl\nconvert",
        files: "/etc/debian_version",
      });
      const probe = await runOnTarget(packaged, [`${BIN_DIR}/ruby`, "-W0", "probe.rb"]);
      if (probe.status !== 0) throw new Error(probe.output);
      found = JSON.parse(probe.stdout.trim().split("\n").at(-1) ?? "");
    }, 3_600_000);
    afterAll(() => rmSync(scratch, { recursive: true, force: true }));

    const inRoot = expect.stringMatching(/^\/tmp\/mm\//);

    test("Ruby starts, by its own name, with its just-in-time compiler", () => {
      expect(found.ruby).toMatchObject({
        version: expect.stringContaining(`ruby ${expected.version}`),
        yjit: expected.yjit ? "true" : expect.anything(),
        executable: "/tmp/mm/bin/ruby",
        command: "ruby",
        title: "a title",
      });
    });

    test("Ruby knows no folder but the root, and needs no variable for that", () => {
      for (const path of [...found.ruby.load_path, ...found.ruby.paths])
        expect(path).toEqual(inRoot);
      // The first is Lambda's own; Bundler's version is found by the second.
      expect(["LD_LIBRARY_PATH", "GEM_HOME"]).toEqual(expect.arrayContaining(found.variables));
    });

    test("all extensions and libraries of Ruby load", () => {
      expect(found.ruby.extensions.length).toBeGreaterThan(25);
      expect(found.ruby).toMatchObject({ unloadable_extensions: [], unloadable_libraries: [] });
    });

    test("text is UTF-8, and converted to and from other encodings", () => {
      expect(found.ruby).toMatchObject({ encoding: ["UTF-8", "UTF-8"], transcoders: "c6fc" });
      expect(found.system).toMatchObject({ locale: "set", iconv: "日" });
    });

    test("children are the packaged Ruby, however they are started", () => {
      const puma = expect.stringContaining("puma version");
      expect(found.children).toMatchObject({
        ...{ by_config: "2", by_path: "2", by_version: "2", without_environment: "2" },
        by_first_line: expect.stringMatching(/^\/tmp\/mm\/bin\/ruby/),
        ...{ stub_of_a_gem: puma, bundle_exec: puma },
        rake: expect.stringContaining("rake, version"),
        bundle: expect.stringContaining("Bundler version"),
        gem: expect.stringMatching(/^\d+\.\d+/),
      });
    });

    test("the host's own programs run unharmed", () => {
      expect(found.children).toMatchObject({
        ls: expect.stringMatching(/^app\nbin\n/),
        shell: expect.stringMatching(/^2\nbin/),
        pty: "from a terminal",
      });
    });

    test("threads and forks end as they should", () => {
      expect(found.children).toMatchObject({ thread: 42, cancelled_thread: false, fork: 7 });
    });

    test("zones, hosts, users and libraries by name are found", () => {
      expect(found.system).toMatchObject({
        new_york: "1969-12-31 19:00:00 -0500",
        tzinfo: "1969-12-31 19:00:00 -0500",
        localhost: "127.0.0.1",
        nowhere: expect.stringMatching(/getaddrinfo/),
        ...{ user: "sandbox", group: "sandbox", by_name: true },
      });
    });

    test("nothing there is of any help: another user, read-only, without data of the host's", () => {
      expect(found.system).toMatchObject({ user_id: 993, writable: [], absent: [] });
    });

    test("OpenSSL shakes hands, trusts the authorities by default and has its legacy provider", () => {
      expect(found.openssl).toMatchObject({
        handshake: ["hello", "TLSv1.3"],
        ...{ by_none: 0, child: "true", legacy: true, md4: "31d6cfe0d16ae931b73c59d7e0c089c0" },
      });
      expect(found.openssl.by_default).toBeGreaterThan(100);
      expect(found.openssl.config).toBeGreaterThan(1);
    });

    test("gems do what their libraries are for", () => {
      expect(found.gems).toMatchObject({
        unloadable: {},
        ...{ bcrypt: true, bootsnap: "true", ffi: true, msgpack: { a: [1, null] }, nio: "epoll" },
        ...{ nokogiri: "é", nokogiri_latin: "é", pg: true, protobuf: 42, sqlite: 42 },
        mysql2: expect.stringMatching(/^\d+\.\d+/),
        // Nobody listens there: they got as far as asking.
        mysql2_connect: expect.stringMatching(/^Mysql2::Error::ConnectionError: .*127\.0\.0\.1/),
        pg_connect: expect.stringMatching(/^PG::ConnectionBad: .*127\.0\.0\.1/),
      });
    });

    test("gems win over the default gems that they replace", () => {
      const gems = `/tmp/mm/gems/ruby/${expected.abi}/gems`;
      const [version, file] = found.gems.json;
      expect(file).toBe(`${gems}/json-${version}/lib/json/version.rb`);
      expect(found.gems.cgi).toMatch(new RegExp(`^${gems}/cgi-[\\d.]+/lib/cgi/escape\\.so$`));
    });

    test("ImageMagick has its coders, fonts and settings", () => {
      expect(found.images).toMatchObject({
        ...{ magick_png: [4, 3], magick_jpeg: [4, 3], magick_gif: [4, 3] },
        ...{ magick_webp: [4, 3], magick_tiff: [4, 3], magick_text: true },
        magick_policy: expect.arrayContaining(["Path: /tmp/mm/magick/etc/policy.xml"]),
      });
    });

    test("libvips is found by its name, and has its modules and fonts", () => {
      expect(found.images).toMatchObject({
        ...{ vips_png: [32, 24], vips_jpeg: [32, 24], vips_webp: [32, 24], vips_gif: [32, 24] },
        ...{ vips_svg: [40, 20, true], vips_text: 255 },
        ...(expected.avif && { vips_heic: [32, 24] }),
      });
      expect(found.maps.text).toContain("/vips-heif.so");
    });

    test("what `libraries`, `executables` and `files` ask for is there", () => {
      expect(found.libraries).toMatchObject({
        ...{ library: true, convert: "PNG" },
        executable: expect.stringMatching(/^OpenSSL 3\./),
        file: expect.stringMatching(/^1[23]/),
      });
    });

    test("no file is mapped from outside the root", () => {
      expect(found.maps.text).toContain("/tmp/mm/lib/libpq.so.5");
      expect(mappedOutside(found.maps.text, WRITTEN)).toEqual([]);
    });
  });
}

/** An app answers there. @param prepare a program of the app's, before */
export function describeApp(
  machine: Machine,
  app: {
    readonly title: string;
    readonly dir: () => string;
    readonly path: string;
    readonly body: RegExp;
  },
  prepare?: readonly string[],
): void {
  test(`${app.title}, packaged with ${machine.title}, answers on a bare Debian 11`, async () => {
    const scratch = mkdtempSync(join(tmpdir(), "megamode-portability-"));
    try {
      // A database file that the test throws away.
      const packaged = packageOn(machine, app.dir(), scratch, { "allow-ephemeral-data": "true" });
      const script = resolve(import.meta.dirname, "serve.rb");
      const answer = await runOnTarget(
        packaged,
        [`${BIN_DIR}/ruby`, "/tmp/serve.rb", app.path, ...packaged.manifest.server.argv],
        { prepare, script },
      );
      const found = JSON.parse(answer.stdout.trim().split("\n").at(-1) || "{}");
      if (found.status !== 200) throw new Error(`${answer.output}\n${found.log}`);
      expect(found.body).toMatch(app.body);
      expect(mappedOutside(found.maps, WRITTEN)).toEqual([]);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }, 3_600_000);
}
