import type { Lockfile } from "../../app/bundler/lockfile.ts";

/** A Ruby that the app asks for, by one of its files. */
export interface DeclaredRuby {
  /** The file, relative to the app. */
  readonly file: string;
  /** As it stands there. */
  readonly text: string;
  /** RubyGems requirements, all to be met; a word instead of a version if it is not CRuby. */
  readonly requirements: readonly string[];
}

/** Reads `.ruby-version`, of rbenv and others: `3.3.0`, `ruby-3.3.0`; two numbers are any patch of that version. */
export function declaredInRubyVersion(text: string, file: string): readonly DeclaredRuby[] {
  return named(/^\s*([^\s#]+)/m.exec(text)?.[1], file);
}

/** Reads `.tool-versions`, of asdf and mise: the line `ruby 3.3.0`; of several versions the first counts. */
export function declaredInToolVersions(text: string, file: string): readonly DeclaredRuby[] {
  return named(/^ruby[ \t]+(\S+)/m.exec(text)?.[1], file);
}

/**
 * Reads `mise.toml`: the line `ruby = "3.3.0"`, which is what setup-ruby reads of it too.
 * https://github.com/ruby/setup-ruby/blob/v1.315.0/index.js#L134-L140
 */
export function declaredInMise(text: string, file: string): readonly DeclaredRuby[] {
  return named(/^[ \t]*ruby[ \t]*=[ \t]*["']([^"'\n]+)["']/m.exec(text)?.[1], file);
}

/**
 * Reads a lockfile. It only notes with which Ruby it was made, and Bundler accepts another: what counts is the
 * series, for which gems may have been chosen.
 */
export function declaredInLockfile(
  { rubyVersion }: Pick<Lockfile, "rubyVersion">,
  file: string,
): readonly DeclaredRuby[] {
  const [, text, series] = /^ruby ((\d+\.\d+)\S*)/.exec(rubyVersion ?? "") ?? [];
  return text === undefined ? [] : [{ file, text, requirements: [`~> ${series}.0`] }];
}

/** Reads `3.3.0`, `ruby-3.3`, `jruby-9.4.5.0`; a word without a version (`latest`, `system`) asks for nothing. */
function named(word: string | undefined, file: string): readonly DeclaredRuby[] {
  const [, version] = /^(?:ruby-)?((?:[a-z+]+-)?\d.*)$/i.exec(word ?? "") ?? [];
  if (word === undefined || version === undefined) return [];
  const requirement = /^\d+\.\d+$/.test(version) ? `~> ${version}.0` : version;
  return [{ file, text: word, requirements: [requirement] }];
}
