import type { ParseResult } from "@ruby/prism/src/deserialize.js";
import type { Node } from "@ruby/prism/src/nodes.js";
import { UserError } from "../errors.ts";

/** A Ruby file of the bundle (a Gemfile, a gemspec), parsed. Positions are offsets in its UTF-8 bytes. */
export interface RubySource {
  /** Relative to the app; may begin with `../`. */
  readonly path: string;
  readonly text: string;
  readonly tree: Node;
  /** Where the program ends: at `__END__`, or at the end of the file. */
  readonly programEnd: number;
}

/**
 * Pairs a text with its syntax tree.
 * @throws UserError that names the first line that is not Ruby
 */
export function rubySource(text: string, path: string, result: ParseResult): RubySource {
  const bytes = Buffer.from(text);
  const [error] = result.errors;
  if (error !== undefined) {
    const line = bytes.subarray(0, error.location.startOffset).toString().split("\n").length;
    throw new UserError(
      `\`${path}\` is not valid Ruby: line ${line}: ${error.message}.`,
      `Correct the line; \`ruby -c ${path}\` checks it.`,
    );
  }
  const data: { readonly startOffset: number } | null = result.dataLoc;
  return { path, text, tree: result.value, programEnd: data?.startOffset ?? bytes.length };
}
