import {
  AssocNode,
  CallNode,
  IfNode,
  KeywordHashNode,
  type Node,
  StringNode,
  SymbolNode,
  UnlessNode,
} from "@ruby/prism/src/nodes.js";
import { meets } from "../gem-version.ts";
import { children } from "./gemfile/children.ts";
import { isRubyCall } from "./gemfile/ruby-declarations.ts";

/** A Ruby that the app asks for, by one of its files. */
export interface DeclaredRuby {
  /** The file, relative to the app. */
  readonly file: string;
  /** As it stands there. */
  readonly text: string;
  /** RubyGems requirements, all to be met; a word instead of a version where it is not CRuby. */
  readonly requirements: readonly string[];
}

/** What a Gemfile declares in so many words, whatever the environment: no branches, nothing computed. */
export function declaredInGemfile(tree: Node, file: string): readonly DeclaredRuby[] {
  const found: DeclaredRuby[] = [];
  walk(tree);
  return found;

  function walk(node: Node): void {
    if (node instanceof IfNode || node instanceof UnlessNode) return;
    if (node instanceof CallNode && isRubyCall(node)) {
      const versions = (node.arguments_?.arguments_ ?? []).filter(
        (one: Node) => one instanceof StringNode,
      );
      const texts = versions.map((one: StringNode) => one.unescaped.value);
      const engine = namedIn(node, "engine");
      if (texts.length > 0) {
        found.push({
          file,
          text: [...texts, ...(engine === undefined ? [] : [engine])].join(", "),
          requirements: engine === undefined || engine === "ruby" ? texts : [engine],
        });
      }
      return;
    }
    for (const child of children(node)) walk(child);
  }
}

/** The file that `ruby file: ".ruby-version"` names, as it stands there. */
export function rubyFiles(tree: Node): readonly string[] {
  const here = tree instanceof CallNode && isRubyCall(tree) ? namedIn(tree, "file") : undefined;
  return [...(here === undefined ? [] : [here]), ...children(tree).flatMap(rubyFiles)];
}

/** `.ruby-version`, of rbenv and others: `3.3.0`, `ruby-3.3.0`; two numbers are any patch of that version. */
export function declaredInRubyVersion(text: string, file: string): readonly DeclaredRuby[] {
  const word = text.replace(/#.*$/gm, "").trim().split(/\s+/)[0] ?? "";
  return named(word, file);
}

/** `.tool-versions`, of asdf and mise: the line `ruby 3.3.0`; of several the first is taken. */
export function declaredInToolVersions(text: string, file: string): readonly DeclaredRuby[] {
  const word = /^ruby[ \t]+(\S+)/m.exec(text)?.[1];
  return named(word ?? "", file);
}

/**
 * A lockfile only notes with which Ruby it was made, and Bundler takes another for it: what counts is the
 * series, for which gems may have been chosen.
 */
export function declaredInLockfile(text: string, file: string): readonly DeclaredRuby[] {
  const [, whole, series] = /^RUBY VERSION\r?\n\s+ruby ((\d+\.\d+)\S*)/m.exec(text) ?? [];
  return whole === undefined ? [] : [{ file, text: whole, requirements: [`~> ${series}.0`] }];
}

/**
 * @param version the runner's Ruby, which ships
 * @returns one warning with all that is not met and the fix; undefined where all is
 */
export function rubyWarning(
  declared: readonly DeclaredRuby[],
  version: string,
): string | undefined {
  // A word is an engine: what ships is CRuby.
  const unmet = declared.filter(({ requirements }) =>
    requirements.some((one) => /^[a-z]/i.test(one) || !meets(version, one)),
  );
  if (unmet.length === 0) return undefined;
  const said = unmet.map(({ file, text }) => `\`${text}\` (\`${file}\`)`).join(", ");
  return (
    `The app asks for Ruby ${said}, and this runner's Ruby, which is what ships, is ${version}. ` +
    "Give the job that Ruby in a step before this one:\n" +
    `      - uses: ruby/setup-ruby@v1\n        with: { ruby-version: "${wished(unmet)}" }`
  );
}

/** What setup-ruby is to be given: the most exact version that somebody named. */
function wished(unmet: readonly DeclaredRuby[]): string {
  const versions = unmet.flatMap(({ text, requirements }) =>
    requirements.map((one) => (/^[a-z]/i.test(one) ? text : one.replace(/^[^0-9]*/, ""))),
  );
  return [...versions].sort((a, b) => b.length - a.length)[0] ?? "";
}

/** `3.3.0`, `ruby-3.3`, `jruby-9.4.5.0`; what names no version (`latest`, `system`) asks for none. */
function named(word: string, file: string): readonly DeclaredRuby[] {
  const version = word.replace(/^ruby-/, "");
  if (!/^([a-z+]+-)?\d/i.test(version)) return [];
  return [
    { file, text: word, requirements: [/^\d+\.\d+$/.test(version) ? `~> ${version}.0` : version] },
  ];
}

function namedIn(call: CallNode, name: string): string | undefined {
  for (const hash of call.arguments_?.arguments_ ?? []) {
    if (!(hash instanceof KeywordHashNode)) continue;
    for (const pair of hash.elements) {
      if (!(pair instanceof AssocNode) || !(pair.key instanceof SymbolNode)) continue;
      if (pair.key.unescaped.value !== name) continue;
      if (pair.value instanceof StringNode) return pair.value.unescaped.value;
      if (pair.value instanceof SymbolNode) return pair.value.unescaped.value;
    }
  }
  return undefined;
}
