/** Parts of a call's input that hold values of variables, or what a user wrote in another way. */
const WITH_VALUES = new Set(["Environment", "Payload", "Body", "body"]);

const WORD = /[\p{L}\p{N}_]+/gu;

/** Bytes. What is larger is an archive. */
const MOST = 64 * 1024;

/** Signs of a structure that AWS repeats, such as `{"KEY":"value"}` and `{KEY=value}`. */
const STRUCTURE = /[{}[\]<>"`\r\n]/;

/** Characters of a word that say something of a longer one, which AWS may have cut. */
const TELLING = 4;

/**
 * Whether a text of AWS may be shown: a sentence that repeats no structure, and that has no word of the values that the
 * call sent, nor the beginning of one. `Value 'x' at 'y' failed to satisfy constraint` may: it says what is wrong.
 * @param words of those values
 */
export function quotesNothing(text: string, words: readonly string[]): boolean {
  const said = new Set(text.match(WORD) ?? []);
  const begun = [...said].filter((word) => word.length >= TELLING);
  const isSaid = (word: string) =>
    said.has(word) ||
    (word.length >= TELLING && text.includes(word)) ||
    begun.some((beginning) => word.startsWith(beginning));
  return text.length <= 400 && !STRUCTURE.test(text) && !words.some(isSaid);
}

/** Returns the words of the values in a call's input: however a text spells a value, it has its words. */
export function wordsSent(input: unknown): readonly string[] {
  const values = Object.entries(Object(input)).flatMap(([name, value]) =>
    WITH_VALUES.has(name) ? textsIn(value) : [],
  );
  return [...new Set(values.flatMap((value) => value.match(WORD) ?? []))];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (value instanceof Uint8Array) {
    return value.length > MOST ? [] : [Buffer.from(value).toString()];
  }
  return Object.values(Object(value)).flatMap(textsIn);
}
