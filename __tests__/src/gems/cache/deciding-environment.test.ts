import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { decidingEnvironment } from "../../../../src/gems/cache/deciding-environment.ts";
import { tree, writeTree } from "../../../tree.ts";

type Environment = Readonly<Record<string, string | undefined>>;
const HOME = tree();
const of = async (environment: Environment, certificates: readonly string[] = []) =>
  JSON.stringify(await decidingEnvironment({ HOME, ...environment }, certificates));

describe("the environment in which gems are installed", () => {
  test.each<[string, string]>([
    ["http_proxy", "http://proxy:3128"],
    ["HTTPS_PROXY", "http://proxy:3128"],
    ["all_proxy", "socks5://proxy"],
    ["NO_PROXY", "rubygems.org"],
    ["SSL_CERT_FILE", "/etc/own.pem"],
    ["SSL_CERT_DIR", "/etc/own"],
    ["GIT_SSL_NO_VERIFY", "1"],
    ["GIT_CONFIG_GLOBAL", "/etc/own.gitconfig"],
    ["GIT_CONFIG_KEY_0", "url.https://mirror.example.com/.insteadOf"],
    ["GIT_CONFIG_VALUE_0", "https://github.com/"],
    ["GIT_SSH_COMMAND", "ssh -o StrictHostKeyChecking=no"],
    ["GEMRC", "/etc/own-gemrc"],
    ["RUBYGEMS_HOST", "https://mirror.example.com"],
    ["RUBYGEMS_GEMDEPS", "-"],
    ["RUBYOPT", "-rown"],
    ["RUBYLIB", "/own"],
    ["CC", "clang"],
    ["CFLAGS", "-O3"],
    ["CPATH", "/opt/include"],
    ["LD_LIBRARY_PATH", "/opt/lib"],
    ["PKG_CONFIG_PATH", "/opt/pc"],
    ["MAKEFLAGS", "-j4"],
  ])("is another with another `%s`", async (name, value) => {
    expect(await of({ [name]: value })).not.toBe(await of({}));
    expect(await of({ [name]: value })).not.toBe(await of({ [name]: `${value}x` }));
  });

  test.each<[string, Environment]>([
    ["what has nothing to do with gems", { GITHUB_SHA: "f00", PATH: "/bin", USER: "me" }],
    ["who commits", { GIT_AUTHOR_NAME: "me", GIT_COMMITTER_EMAIL: "a@b.c", GIT_COMMIT: "f00" }],
    ["what is not set", { CFLAGS: undefined, http_proxy: "" }],
    ["a token that is called so", { GIT_TOKEN: "planted", RUBYGEMS_API_KEY: "planted" }],
    ["whose home it is", { HOME: tree() }],
  ])("is the same with another of: %s", async (_, environment) => {
    expect(await of(environment)).toBe(await of({}));
  });

  test.each<Environment>([
    { https_proxy: "http://user:planted@proxy:3128" },
    { GIT_CONFIG_VALUE_0: "AUTHORIZATION: basic planted" },
    { GIT_CONFIG_KEY_0: "url.https://x:planted@github.com/.insteadOf" },
    { GIT_CONFIG_PARAMETERS: "'http.extraheader'='Authorization: bearer planted'" },
  ])("holds no credentials: %j", async (environment) => {
    expect(await of(environment)).not.toContain("planted");
    const other = Object.entries(environment).map(([name, value]) => [
      name,
      value?.replace("planted", "another"),
    ]);
    expect(await of(environment)).toBe(await of(Object.fromEntries(other)));
  });

  test.each([".gemrc", ".config/gem/gemrc", ".bundle/plugin/index"])(
    "is another with another `~/%s`",
    async (path) => {
      const sources = (text: string) =>
        of({ HOME: tree({ [path]: `---\n:sources: [${text}]\n` }) });
      expect(await sources("https://a.example")).not.toBe(await sources("https://b.example"));
      expect(await sources("https://a.example")).not.toBe(await of({}));
      // A password there is not in the digest either.
      expect(await sources("https://u:one@a.example")).toBe(
        await sources("https://u:two@a.example"),
      );
    },
  );

  test("is another with another content of the certificates that it names", async () => {
    const dir = tree({ "a.pem": "A" });
    const file = join(dir, "a.pem");
    const both = async () => [await of({ SSL_CERT_FILE: file }), await of({}, [file])];
    const before = await both();
    writeTree(dir, { "a.pem": "B" });
    const after = await both();
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([false, false]);
  });
});
