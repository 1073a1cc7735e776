import { hiddenByRunner } from "./hidden-by-runner.ts";

/** A shorter text is not masked: `}` or `true` would hide half of a log and protect nothing. */
const SHORTEST = 8;

/** A password as it stands in a URL, between signs that no other text has around it: however short it is. */
const DELIMITED = /^(:|\/\/).+@$/s;

/** The secrets of this run. */
export interface SecretMask {
  /** Says which texts everybody may read: they are not masked. Before the first `add`. */
  keepReadable(isReadable: (text: string) => boolean): void;
  /**
   * Adds a secret.
   * @returns what the runner has to be told: single lines, because it looks at lines, and would also mask each line of a
   *   longer text, whatever is in it
   */
  add(value: string): readonly string[];
  /** Replaces every secret by `***`, also where it is broken over lines or escaped for JSON, a URL, HTML or a shell. */
  hide(text: string): string;
}

export function createSecretMask(): SecretMask {
  const known = new Map<string, { readonly word: string; readonly pattern: RegExp }>();
  let isReadable: (text: string) => boolean = () => false;
  const isSecret = (text: string) =>
    (text.trim().length >= SHORTEST || DELIMITED.test(text)) && !isReadable(text);
  return {
    keepReadable(which) {
      isReadable = which;
    },
    add(value) {
      const lines = value.split(/[\r\n]+/).map((line) => line.trim());
      const added = [...new Set([value, ...lines])].filter(
        (text) => isSecret(text) && !known.has(text),
      );
      for (const text of added) {
        const pattern = new RegExp(anySpelling(text), "gu");
        known.set(text, { word: longestWord(text), pattern });
      }
      return added.filter((text) => lines.includes(text) && !hiddenByRunner(text).some(isReadable));
    },
    hide(text) {
      // Nearly all lines hold no secret, and a long pattern takes its time to find that out.
      const joined = text.replace(/\r?\n/g, "");
      const near = [...known.values()].filter(({ word }) => joined.includes(word));
      if (near.length === 0) return text;
      return withoutRanges(text, near.map(({ pattern }) => pattern).flatMap(rangesOf(text)));
    },
  };
}

type Range = readonly [start: number, end: number];

function rangesOf(text: string): (pattern: RegExp) => readonly Range[] {
  return (pattern) => {
    const found: Range[] = [];
    // Not `matchAll`: it compiles the pattern anew each time, which costs milliseconds for each line of a log.
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      found.push([match.index, pattern.lastIndex]);
    }
    return found;
  };
}

/** Two secrets may overlap: what lies in either is hidden. */
function withoutRanges(text: string, ranges: readonly Range[]): string {
  let shown = "";
  let at = 0;
  for (const [start, end] of [...ranges].sort(([a], [b]) => a - b)) {
    if (start >= at) shown += `${text.slice(at, start)}***`;
    at = Math.max(at, end);
  }
  return shown + text.slice(at);
}

/** Returns the longest part that is spelled in one way only. */
function longestWord(text: string): string {
  const words = text.match(/[A-Za-z0-9]+/g) ?? [""];
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest));
}

/** Returns a pattern of every way to write the text. */
function anySpelling(text: string): string {
  return [...text.replaceAll("\r\n", "\n")].map(spellings).join("(?:\\r?\\n)?");
}

/** Returns a pattern of the ways to write one character. A letter or digit is always itself. */
function spellings(char: string): string {
  if (/^[A-Za-z0-9]$/.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  const units = [...Array(char.length).keys()].map((at) => hex(char.charCodeAt(at), 4));
  const bytes = [...Buffer.from(char)].map((byte) => hex(byte, 2));
  const plain = literally(char);
  const all = [
    char === "\n" ? "\\r?\\n" : plain,
    `\\\\${plain}`,
    literally(JSON.stringify(char).slice(1, -1)),
    units.map((unit) => `\\\\u${unit}`).join(""),
    bytes.map((byte) => `%${byte}`).join(""),
    `&#(?:0*${code}|x0*${hex(code, 0)});`,
    ...(MORE[char] ?? []),
  ];
  return `(?:${all.join("|")})`;
}

/** By name in HTML, and as a shell and a form write them. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  "&": ["&amp;"],
  "<": ["&lt;"],
  ">": ["&gt;"],
  '"': ["&quot;"],
  "'": ["&apos;", "'\\\\''"],
  " ": ["\\+"],
  // As the summary has it, where it is no mention.
  "@": ["&#64;&#8203;"],
  "\n": ["%0[dD]%0[aA]", "\\\\r\\\\n"],
};

function literally(text: string): string {
  return [...text].map((char) => `\\u{${char.codePointAt(0)?.toString(16)}}`).join("");
}

/** Digits in either case. */
function hex(code: number, digits: number): string {
  const text = code.toString(16).padStart(digits, "0");
  return text.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
