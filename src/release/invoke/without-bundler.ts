/** Ruby's own words for a file that is none of the app's: a path begins with `/` or `.`, a gem's file does not. */
const NO_GEM = /cannot load such file -- ([a-zA-Z0-9_][\w./-]*)/;

/** Programs in `bin/` load Bundler by themselves, as Rails makes them and as `bundle binstubs` does. */
const WITH_BUNDLER = /\bbundle exec\b|(?:^|[\s;&|(])(?:\.\/)?bin\//;

/**
 * Explains a command that failed because it looks for a gem without Bundler: the bundle's gems are not where Ruby looks
 * by itself.
 * @param command the shell line
 * @param output the end of what it wrote
 * @returns undefined if it failed for another reason, as far as can be seen
 */
export function explainWithoutBundler(command: string, output: string): string | undefined {
  if (WITH_BUNDLER.test(command)) return undefined;
  const [, file] = NO_GEM.exec(output) ?? [];
  if (file === undefined) return undefined;
  return `Ruby finds the bundle's gems (\`${file}\`) only with Bundler. Write \`bundle exec\` before each program that needs them, such as \`bundle exec rake db:migrate\`.`;
}
