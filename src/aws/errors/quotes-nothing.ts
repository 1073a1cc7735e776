/** Parts of a call's input that hold values of variables, or what a user wrote in another way. */
const WITH_VALUES = new Set(["Environment", "Payload", "Body", "body"]);

const WORD = /[\p{L}\p{N}_]+/gu;

/** Bytes. What is larger is an archive. */
const MOST = 64 * 1024;

/** Signs between which AWS quotes what it was sent, such as `Value 'x' at 'y'` and `{"KEY":"value"}`; not `couldn't`. */
const QUOTES = /[{}[\]<>"`\r\n]|(?<![A-Za-z])'|'(?![A-Za-z])/;

/**
 * Whether a text of AWS may be shown: a sentence without quotes and without any word of the values that the call sent.
 * @param words of those values
 */
export function quotesNothing(text: string, words: readonly string[]): boolean {
  const said = new Set(text.match(WORD) ?? []);
  const isSaid = (word: string) => said.has(word) || (word.length > 3 && text.includes(word));
  return text.length <= 400 && !QUOTES.test(text) && !words.some(isSaid);
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
