import type { ServerCommand } from "../../contract/manifest.ts";
import { APP_DIR, BIN_DIR, COMPILE_CACHE_DIR, GEMS_DIR, SOCKET } from "../../contract/root.ts";
import { type App, SERVERS, type Server } from "./app.ts";
import { OUR_FOLDER } from "./our-folder.ts";

/**
 * @param gemfile asked where there is no lockfile; only a hint, Bundler decides
 * @param command the `server-command` input
 * @returns Puma, to be added, where the bundle has no server that we can start
 */
export function chooseServer(
  locked: ReadonlyMap<string, string>,
  gemfile: string,
  command?: string,
): Server {
  if (command !== undefined) return { name: "command", command };
  const declared = (gem: string) => new RegExp(`^\\s*gem[\\s(]+["']${gem}["']`, "m").test(gemfile);
  const name = SERVERS.find((gem) => (locked.size > 0 ? locked.has(gem) : declared(gem)));
  if (name !== undefined) return { name, version: locked.get(name) };
  return { name: "puma", version: undefined, added: true };
}

/** Files of our own folder that a server reads, beside the rackup file. */
export const UNICORN_CONFIG = `${OUR_FOLDER}/unicorn.rb`;

/** Without a cache bootsnap makes one at each cold start: 5.8 s against 2.9 s for a new Rails app. */
const WITHOUT_CACHE = { DISABLE_BOOTSNAP: "1" };

/**
 * For a server whose compile cache ships with it. Read only: what is compiled in Lambda is lost with the
 * sandbox, and a cold start would pay for writing it.
 */
export function withCompileCache(server: ServerCommand): ServerCommand {
  const { DISABLE_BOOTSNAP: _, ...defaults } = server.defaults;
  return {
    ...server,
    defaults: { ...defaults, BOOTSNAP_CACHE_DIR: COMPILE_CACHE_DIR, BOOTSNAP_READONLY: "true" },
  };
}

/**
 * How the proxy starts the rack server: by the packaged Ruby itself. `bundle exec` would start a second Ruby,
 * and read the executable's first line, which names one that is not there.
 * @param ruby `abi` as in `gems/ruby/<abi>`, such as `3.3.0`; `bundler`: its environment (bundler.ts)
 */
export function serverCommand(
  app: Pick<App, "kind" | "server">,
  ruby: { readonly abi: string; readonly bundler: Readonly<Record<string, string>> },
): ServerCommand {
  return {
    argv: argv(app.server, ruby.abi),
    cwd: APP_DIR,
    // A shell line names programs.
    env: app.server.name === "command" ? { ...ruby.bundler, PATH } : ruby.bundler,
    defaults: {
      RACK_ENV: "production",
      ...(app.kind === "rails" && { RAILS_ENV: "production", ...roomToBoot(ruby.abi) }),
      ...WITHOUT_CACHE,
    },
  };
}

/**
 * A heap that Rails would grow into anyway, 24 MB, had at once: a tenth less CPU for a boot
 * (docs/performance.md). Ruby 3.3 has other names, and has not been measured.
 */
function roomToBoot(abi: string): Readonly<Record<string, string>> {
  const [major = 0, minor = 0] = abi.split(".").map(Number);
  return major < 3 || (major === 3 && minor < 3) ? { RUBY_GC_HEAP_INIT_SLOTS: "600000" } : {};
}

const PATH = `${BIN_DIR}:/usr/local/bin:/usr/bin:/bin`;

function argv(server: Server, abi: string): readonly string[] {
  const ours = `${APP_DIR}/${OUR_FOLDER}`;
  const rackup = `${ours}/config.ru`;
  const ruby = [`${BIN_DIR}/ruby`, "-rbundler/setup"];
  // RubyGems' own stub: its path holds no version, which is not known before there is a lockfile.
  const stub = (name: string) => `${GEMS_DIR}/ruby/${abi}/bin/${name}`;
  // Programs of our gem for servers that have no option for a Unix socket.
  const program = (name: string) => `${ours}/gem/lib/megamode/serve_${name}.rb`;
  switch (server.name) {
    case "puma":
      return [
        ...ruby,
        stub("puma"),
        ...["--config", `${ours}/puma.rb`, "--bind", `unix://${SOCKET}`],
        // Wins over WEB_CONCURRENCY too: a sandbox has one request at a time.
        ...["--workers", "0"],
        // No `--environment`: Puma would set RACK_ENV to it over the operator's own.
        rackup,
      ];
    case "unicorn":
      return [...ruby, stub("unicorn"), "--config-file", `${APP_DIR}/${UNICORN_CONFIG}`, rackup];
    case "falcon":
    case "webrick":
      return [...ruby, program(server.name), SOCKET, rackup];
    case "command":
      return [
        "/bin/sh",
        "-c",
        `exec ${server.command.replaceAll("{socket}", SOCKET).replaceAll("{rackup}", rackup)}`,
      ];
  }
}
