/** One element of DER: its tag, and where its content lies. */
export interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

export const TAG = { integer: 0x02, oid: 0x06, sequence: 0x30 } as const;

/**
 * Reads the elements that lie side by side in a part of some DER.
 * https://www.itu.int/rec/T-REC-X.690
 * @returns undefined unless they fill the part to its very end
 */
export function elements(
  der: Buffer,
  { start, end }: Pick<Element, "start" | "end"> = { start: 0, end: der.length },
): readonly Element[] | undefined {
  const found: Element[] = [];
  for (let at = start; at < end; ) {
    const element = elementAt(der, at, end);
    if (element === undefined) return undefined;
    found.push(element);
    at = element.end;
  }
  return found;
}

function elementAt(der: Buffer, at: number, most: number): Element | undefined {
  const [tag, first] = [der[at], der[at + 1]];
  if (tag === undefined || first === undefined || at + 2 > most) return undefined;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (count > 4 || first === 0x80 || at + 2 + count > most) return undefined;
  const length = count === 0 ? first : der.readUIntBE(at + 2, count);
  const start = at + 2 + count;
  const end = start + length;
  return end > most ? undefined : { tag, start, end };
}
