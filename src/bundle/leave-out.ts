/** What lies below the root while building and is no part of an archive. Paths are relative to the root. */
export function leftOutOfApp(path: string): boolean {
  return (
    // Needed by `build-command`, never by the app while it runs; anywhere in the app.
    /(^|\/)node_modules$/.test(path) ||
    // Caches and logs of the build.
    path === "app/tmp/cache" ||
    /^app\/log\/[^/]+\.log$/.test(path)
  );
}

/** What Bundler leaves behind that only it reads again while installing. */
export function leftOutOfGems(path: string): boolean {
  return (
    /^gems\/ruby\/[^/]+\/cache$/.test(path) ||
    // Say where and how an extension was built; they differ from build to build.
    /\/(gem_make\.out|mkmf\.log)$/.test(path)
  );
}
