import { isUtf8 } from "node:buffer";

const ESCAPE = 0x1b;
const CARRIAGE_RETURN = 13;

/**
 * Colours and whatever else tells a terminal what to do (ECMA-48): CSI and OSC sequences, those of two characters, and
 * ESC alone. CloudWatch shows them as they are, in the middle of words that one looks for; and a client's may be in them.
 * Of an OSC sequence without an end, only the beginning is taken: what follows stays to be seen.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const SEQUENCE = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])?/g;

/**
 * Makes lines fit for a log: without colours, as UTF-8, and cut at each carriage return, because CloudWatch shows one as a
 * line break, behind which any text could pose as a line of ours.
 * @param line without its line feed
 * @returns at least one line
 */
export function cleanLines(line: Buffer): readonly Buffer[] {
  const pieces = line.includes(ESCAPE) || line.includes(CARRIAGE_RETURN) ? cut(line) : [line];
  // Lambda's log is UTF-8. What is not becomes U+FFFD here rather than whatever Lambda would make of it.
  return pieces.map((piece) => (isUtf8(piece) ? piece : Buffer.from(piece.toString("utf8"))));
}

function cut(line: Buffer): readonly Buffer[] {
  const pieces = line.toString("latin1").replace(SEQUENCE, "").split("\r");
  const shown = pieces.filter((piece) => piece !== "");
  return (shown.length > 0 ? shown : [""]).map((piece) => Buffer.from(piece, "latin1"));
}
