/** Characters that are kept in any case: the last ones. */
const KEPT = 4 * 1024 * 1024;

/** Collects a text that may be longer than memory; only its end is kept of one of more than 8 MB. */
export function boundedText() {
  let text = "";
  let isWhole = true;
  return {
    add(more: string): void {
      text += more;
      if (text.length <= 2 * KEPT) return;
      text = text.slice(-KEPT);
      isWhole = false;
    },
    end: () => text,
    /**
     * @param what names the text in the error
     * @throws Error if some of it was dropped
     */
    whole(what: string): string {
      if (isWhole) return text;
      throw new Error(`${what} is longer than ${(2 * KEPT) / 1024 / 1024} MB.`);
    },
  };
}
