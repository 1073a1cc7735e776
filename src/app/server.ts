import type { ServerCommand } from "../../contract/manifest.ts";
import { APP_DIR, BIN_DIR, GEMS_DIR, SOCKET } from "../../contract/root.ts";
import { UserError } from "../errors.ts";
import { OUR_FOLDER } from "./bundler.ts";
import type { App } from "./detect.ts";

/** The rack server that the bundle has. A union by `name` when others are understood. */
export interface Server {
  readonly name: "puma";
  /** undefined where there is no lockfile yet. */
  readonly version: string | undefined;
}

/**
 * @param gemfile asked where there is no lockfile; only a hint, Bundler decides
 * @throws UserError where the bundle has no server that we can start
 */
export function chooseServer(locked: ReadonlyMap<string, string>, gemfile: string): Server {
  if (locked.has("puma")) return { name: "puma", version: locked.get("puma") };
  if (locked.size === 0 && /^\s*gem[\s(]+["']puma["']/m.test(gemfile)) {
    return { name: "puma", version: undefined };
  }
  const other = ["falcon", "unicorn", "passenger", "thin", "webrick"].find((gem) =>
    locked.has(gem),
  );
  throw new UserError(
    `The bundle has no \`puma\`${other === undefined ? "" : ` (it has \`${other}\`, which cannot be started here yet)`}.`,
    'Add `gem "puma"` to the `Gemfile`, outside of the development and test groups, and run `bundle install`.',
  );
}

/**
 * How the proxy starts Puma: by the packaged Ruby itself. `bundle exec` would start a second Ruby, and
 * read the executable's first line, which names one that is not there.
 * @param ruby `abi` as in `gems/ruby/<abi>`, such as `3.3.0`; `bundler`: its environment (bundler.ts)
 */
export function serverCommand(
  app: Pick<App, "kind">,
  ruby: { readonly abi: string; readonly bundler: Readonly<Record<string, string>> },
): ServerCommand {
  const ours = `${APP_DIR}/${OUR_FOLDER}`;
  return {
    argv: [
      `${BIN_DIR}/ruby`,
      "-rbundler/setup",
      // RubyGems' own stub: its path holds no version, which is not known before there is a lockfile.
      `${GEMS_DIR}/ruby/${ruby.abi}/bin/puma`,
      "--config",
      `${ours}/puma.rb`,
      "--bind",
      `unix://${SOCKET}`,
      // Wins over WEB_CONCURRENCY too: a sandbox has one request at a time.
      "--workers",
      "0",
      // No `--environment`: Puma would set RACK_ENV to it over the operator's own.
      `${ours}/config.ru`,
    ],
    cwd: APP_DIR,
    env: ruby.bundler,
    defaults: {
      RACK_ENV: "production",
      ...(app.kind === "rails" && { RAILS_ENV: "production" }),
      // Without a compile cache, which is not shipped yet, bootsnap makes one at each cold start: 5.8 s
      // against 2.9 s for a new Rails app.
      DISABLE_BOOTSNAP: "1",
    },
  };
}
