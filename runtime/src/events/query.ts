import { BadRequestError } from "../http/message.ts";
import { BREAKS } from "../http/validity.ts";
import type { Pairs } from "./pairs.ts";
import { percentEncode } from "./percent.ts";

/** What `encodeURIComponent` escapes and a query may hold as it is: a list of ids must not grow past a server's limit. */
const LITERAL = /%(?:24|2C|2F|3A|3F|40)/g;

/** What a server or Node refuses in a query, and `#`, behind which a server would not read on. */
const REFUSED = /[^\x21-\x7e]+|["#<>]/g;

/** Encodes a query that arrived decoded (RFC 3986). @returns the query with its `?`, or an empty string */
export function encodeQuery(pairs: Pairs): string {
  return joined(pairs, encode);
}

/** Writes a query that arrived in parts, still encoded. @returns as above */
export function joinQuery(pairs: Pairs): string {
  return escapeQuery(joined(pairs, String).slice(1));
}

/**
 * Passes on a query that arrived encoded, byte for byte but for what servers refuse.
 * @returns the query with its `?`, or an empty string
 * @throws BadRequestError for a line break or NUL
 */
export function escapeQuery(query: string): string {
  if (BREAKS.test(query)) throw new BadRequestError("the query has a line break or NUL");
  return query === "" ? "" : `?${query.replace(REFUSED, percentEncode)}`;
}

function joined(pairs: Pairs, write: (text: string) => string): string {
  let query = "";
  for (const [name, value] of pairs) {
    query += `${query === "" ? "?" : "&"}${write(name)}=${write(value)}`;
  }
  return query;
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(LITERAL, decodeURIComponent);
}
