/**
 * Path of the health check that the routes name, such as Rails 7.1's own
 * `get "up" => "rails/health#show"`; undefined where they name none.
 * @param routes text of config/routes.rb
 */
export function healthRoute(routes: string): string | undefined {
  const route =
    /^[ \t]*get[ (]+["']\/?([^"'\s]+)["']\s*(?:=>|,\s*to:|,\s*:to\s*=>)\s*["']rails\/health#show["']/m;
  const match = route.exec(routes);
  return match === null ? undefined : `/${match[1]}`;
}

/** The gem that answers `assets:precompile`, where the bundle has one. */
export function assetPipeline(
  locked: ReadonlyMap<string, string>,
  gemfile: string,
): string | undefined {
  return ["propshaft", "sprockets-rails"].find(
    (gem) =>
      locked.has(gem) ||
      (locked.size === 0 && new RegExp(`^\\s*gem[\\s(]+["']${gem}["']`, "m").test(gemfile)),
  );
}

/** Whether config/application.rb is that of a Rails app. */
export function isRailsApplication(application: string): boolean {
  return /^[^#\n]*<\s*(::)?Rails::(Application|Engine)\b/m.test(application);
}
