import { LoadError } from "../load-error.ts";

const LINE_FEED = 10;

/** Length and key of a record, before its value. */
const START = /([1-9]\d*) ([^=\n]+)=/y;

/**
 * Parses the records of a pax extended header: `<length> <key>=<value>\n`.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 * @throws LoadError
 */
export function parsePax(data: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  const text = data.toString("latin1");
  for (let at = 0; at < data.length; ) {
    START.lastIndex = at;
    const start = START.exec(text);
    const end = at + Number(start?.[1]) - 1;
    if (!start || data[end] !== LINE_FEED) {
      throw new LoadError("the archive has a broken pax header");
    }
    records.set(start[2]!, data.toString("utf8", START.lastIndex, end));
    at = end + 1;
  }
  return records;
}
