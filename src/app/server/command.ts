import type { ServerCommand } from "../../../contract/manifest.ts";
import {
  APP_DIR,
  BIN_DIR,
  COMPILE_CACHE_DIR,
  GEMS_DIR,
  SOCKET,
  TCP_PORT,
} from "../../../contract/root.ts";
import { compareVersions } from "../../gem-version.ts";
import type { App, Server } from "../app.ts";
import { OUR_FOLDER } from "../our-folder.ts";
import { withLoadedFirst } from "./preload.ts";

/** A file in our own folder that Unicorn reads, besides the rackup file. */
export const UNICORN_CONFIG = `${OUR_FOLDER}/unicorn.rb`;

/** Without a cache bootsnap makes one at each cold start: 5.8 s against 2.9 s for a new Rails app. */
const WITHOUT_CACHE = { DISABLE_BOOTSNAP: "1" };

/**
 * Turns bootsnap on for a server whose compile cache ships with it. The cache is only read: what is compiled in Lambda
 * is lost with the sandbox, and a cold start would pay for writing it.
 */
export function withCompileCache(server: ServerCommand): ServerCommand {
  const { DISABLE_BOOTSNAP: _, ...defaults } = server.defaults;
  return {
    ...server,
    defaults: { ...defaults, BOOTSNAP_CACHE_DIR: COMPILE_CACHE_DIR, BOOTSNAP_READONLY: "true" },
  };
}

/** Has Ruby take from the code pack what it would compile. Without our gem, as in an app's own command, nobody reads it. */
export function withCodePack(server: ServerCommand): ServerCommand {
  return withLoadedFirst(server, `${APP_DIR}/${OUR_FOLDER}/gem/lib/megamode/code_pack.rb`);
}

/**
 * Says how the proxy starts the rack server: by the packaged Ruby itself. `bundle exec` would start a second Ruby,
 * and follow the executable's first line, which names a Ruby that is not there.
 * @param railsEnv the environment of Rails and Rack
 * @param ruby `abi` as in `gems/ruby/<abi>`, such as `3.3.0`; `bundler`: its environment (bundler/environment.ts)
 */
export function serverCommand(
  app: Pick<App, "kind" | "server" | "locked">,
  railsEnv: string,
  ruby: { readonly abi: string; readonly bundler: Readonly<Record<string, string>> },
): ServerCommand {
  const onPort = app.server.name === "command" && app.server.command.includes("{port}");
  return {
    argv: argv(app.server, ruby.abi),
    ...(onPort && { port: TCP_PORT }),
    ...(startsOurRackup(app.server) && { takesPrewarm: true }),
    // A command of the user's may be any program, and read anything at once.
    ...(app.server.name !== "command" && { startsAfter: "ruby" }),
    cwd: APP_DIR,
    env: onPort ? { ...ruby.bundler, PORT: String(TCP_PORT) } : ruby.bundler,
    defaults: {
      // As Lambda sets it, for what runs before: serverEnvironment in contract/.
      TZ: "UTC",
      RACK_ENV: railsEnv,
      // Both, and Hanami's own name, whatever the app is: a build would else see what the step has under the others.
      RAILS_ENV: railsEnv,
      ...(app.locked.has("hanami") && { HANAMI_ENV: railsEnv }),
      ...(app.kind === "rails" && !putsOff(app.server, ruby.abi) && initialHeap(ruby.abi)),
      // Outside of development Hanami leaves its assets to a web server, and there is none.
      // https://github.com/hanami/hanami/blob/v2.1.1/lib/hanami/config/assets.rb
      ...(app.locked.has("hanami-assets") && { HANAMI_SERVE_ASSETS: "true" }),
      ...WITHOUT_CACHE,
    },
  };
}

/**
 * Whether our gem puts collections off until the app has booted (`collections.rb`). Unicorn's first process never
 * answers a request, and a user's command may be any program. Ruby before 3.1 does not tell of a fork.
 */
function putsOff(server: Server, abi: string): boolean {
  return ["puma", "falcon", "webrick"].includes(server.name) && compareVersions(abi, "3.1") >= 0;
}

/**
 * Gives Ruby at once the heap that Rails would grow into, 24 MB: a boot takes a tenth less CPU
 * (docs/performance.md). Where collections are put off, it would be taken for an operator's own setting. Ruby 3.3 has
 * other names for it, and has not been measured.
 */
function initialHeap(abi: string): Readonly<Record<string, string>> {
  return compareVersions(abi, "3.3") < 0 ? { RUBY_GC_HEAP_INIT_SLOTS: "600000" } : {};
}

/** A user's own line might not name the rackup file, though the input demands it. */
function startsOurRackup(server: Server): boolean {
  return server.name !== "command" || server.command.includes("{rackup}");
}

function argv(server: Server, abi: string): readonly string[] {
  const ours = `${APP_DIR}/${OUR_FOLDER}`;
  const rackup = `${ours}/config.ru`;
  const early = putsOff(server, abi) ? [`-r${ours}/gem/lib/megamode/collections.rb`] : [];
  const ruby = [`${BIN_DIR}/ruby`, ...early, "-rbundler/setup"];
  // RubyGems' own stub: its path holds no version, which is unknown until there is a lockfile.
  const stub = (name: string) => `${GEMS_DIR}/ruby/${abi}/bin/${name}`;
  // Programs of our gem, for servers that have no option for a Unix socket.
  const program = (name: string) => `${ours}/gem/lib/megamode/serve_${name}.rb`;
  switch (server.name) {
    case "puma":
      return [
        ...ruby,
        stub("puma"),
        "--config",
        `${ours}/puma.rb`,
        "--bind",
        `unix://${SOCKET}`,
        // Wins over WEB_CONCURRENCY too: a sandbox has one request at a time.
        "--workers",
        "0",
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
        `exec ${server.command.replaceAll("{socket}", SOCKET).replaceAll("{port}", String(TCP_PORT)).replaceAll("{rackup}", rackup)}`,
      ];
  }
}
