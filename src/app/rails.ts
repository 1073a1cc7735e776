import { usesGem } from "./bundler/uses-gem.ts";

/**
 * Finds the path of the health check that the routes name, such as Rails 7.1's own
 * `get "up" => "rails/health#show"`; undefined if they name none.
 * @param routes text of config/routes.rb
 */
export function healthRoute(routes: string): string | undefined {
  const route =
    /^[ \t]*get[ (]+["']\/?([^"'\s]+)["']\s*(?:=>|,\s*to:|,\s*:to\s*=>)\s*["']rails\/health#show["']/m;
  const [, path] = route.exec(routes) ?? [];
  return path === undefined ? undefined : `/${path}`;
}

/** Gems that hook `assets:precompile` wherever they are, each with a tool of its own. */
const BUILDERS = [
  ...[
    "vite_rails",
    "vite_ruby",
    "shakapacker",
    "webpacker",
    "jsbundling-rails",
    "cssbundling-rails",
  ],
  ...["tailwindcss-rails", "dartsass-rails", "sinatra-asset-pipeline", "hanami-assets"],
];

/** Finds the gem that answers `assets:precompile` for the files in `app/assets`, if the bundle has one. */
export function assetPipeline(
  locked: ReadonlyMap<string, string>,
  gemfile: string,
): string | undefined {
  return ["propshaft", "sprockets-rails"].find((gem) => usesGem(locked, gemfile, gem));
}

/** Finds the first gem that builds assets for which no `app/assets` is needed. */
export function assetBuilder(
  locked: ReadonlyMap<string, string>,
  gemfile: string,
): string | undefined {
  return BUILDERS.find((gem) => usesGem(locked, gemfile, gem));
}

/** Whether config/application.rb is that of a Rails app. */
export function isRailsApplication(application: string): boolean {
  return /^[^#\n]*<\s*(::)?Rails::(Application|Engine)\b/m.test(application);
}
