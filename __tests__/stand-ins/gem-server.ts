import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname, join } from "node:path";
import { sha256Hex } from "../../src/digest.ts";

/** A gem to build: its files, and what its specification says besides name and version. */
export interface GemSource {
  readonly name: string;
  readonly version: string;
  readonly platform?: string;
  readonly extensions?: readonly string[];
  /** What Bundler prints when it has installed the gem. */
  readonly message?: string;
  readonly files: Readonly<Record<string, string>>;
}

/** A gem server with RubyGems' compact index, and other files: a repository for git's dumb protocol. */
export interface GemServer {
  readonly url: string;
  /** Paths that were asked for and given. */
  readonly served: string[];
  /** `user:password` that it wants, if any. */
  credentials: string | undefined;
  close(): Promise<void>;
}

/** Builds a gem into a folder and returns its file. */
export function buildGem(gem: GemSource, into: string): string {
  const { name, version, platform = "ruby", extensions = [], message = "", files } = gem;
  const dir = join(into, `source-${name}-${version}-${platform}`);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  writeFileSync(
    join(dir, "x.gemspec"),
    `Gem::Specification.new do |s|
  s.name, s.version, s.platform = ${JSON.stringify(name)}, ${JSON.stringify(version)}, ${JSON.stringify(platform)}
  s.summary = s.author = "x"
  s.files = ${JSON.stringify(Object.keys(files))}
  s.extensions = ${JSON.stringify(extensions)}
  s.post_install_message = ${message === "" ? "nil" : JSON.stringify(message)}
end
`,
  );
  const file = join(into, `${name}-${version}${platform === "ruby" ? "" : `-${platform}`}.gem`);
  execFileSync("gem", ["build", "-q", "--force", "x.gemspec", "-o", file], {
    cwd: dir,
    stdio: "pipe",
  });
  return file;
}

/** Serves the gems that lie in a folder, and all else in it as it lies. */
export async function serveGems(folder: string): Promise<GemServer> {
  const served: string[] = [];
  let server: Server;
  const gemServer: GemServer = {
    url: "",
    served,
    credentials: undefined,
    close: () => new Promise((done) => server.close(() => done())),
  };
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://x");
    const wanted = gemServer.credentials;
    const given = request.headers.authorization?.replace("Basic ", "") ?? "";
    if (wanted !== undefined && Buffer.from(given, "base64").toString() !== wanted) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="gems"' }).end();
      return;
    }
    const body = answer(folder, pathname);
    if (body === undefined) {
      response.writeHead(404).end();
      return;
    }
    served.push(pathname);
    response.writeHead(200, { etag: `"${md5Hex(body)}"`, "content-length": body.length }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return Object.assign(gemServer, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
}

/** https://guides.rubygems.org/rubygems-org-compact-index-api/ */
function answer(folder: string, path: string): Buffer | undefined {
  const gems = readdirSync(folder).filter((name) => name.endsWith(".gem"));
  const names = [...new Set(gems.map((file) => /^(.+?)-\d/.exec(file)![1]!))].sort();
  const versions = (name: string) =>
    gems
      .filter((file) => file.startsWith(`${name}-`))
      .map((file) => file.slice(name.length + 1, -".gem".length))
      .sort();
  const info = (name: string) => {
    const lines = versions(name).map(
      (version) =>
        `${version} |checksum:${sha256Hex(readFileSync(join(folder, `${name}-${version}.gem`)))}`,
    );
    return `---\n${lines.join("\n")}\n`;
  };
  if (path === "/versions") {
    const lines = names.map((name) => `${name} ${versions(name)} ${md5Hex(info(name))}`);
    return Buffer.from(`created_at: 2026-01-01T00:00:00Z\n---\n${lines.join("\n")}\n`);
  }
  const asked = /^\/info\/(.+)$/.exec(path)?.[1];
  if (asked !== undefined) return names.includes(asked) ? Buffer.from(info(asked)) : undefined;
  const file = path.startsWith("/gems/") ? join(folder, basename(path)) : join(folder, path);
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file) : undefined;
}

function md5Hex(data: string | Buffer): string {
  return createHash("md5").update(data).digest("hex");
}
