import { isAscii, isUtf8 } from "node:buffer";
import { BadAnswer } from "./bad-answer.ts";
import type { HeaderLines, ResponseHead } from "./message.ts";

/** How a body ends: after so many bytes, with its last chunk, or with the connection. */
export type BodyEnd = number | "chunked" | "close";

/** The head of an answer, and what follows from it. */
export interface FramedHead extends ResponseHead {
  readonly body: BodyEnd;
  /** Whether the connection must not be used after this answer. */
  readonly last: boolean;
}

const STATUS_LINE = /HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t -~\x80-\xff]*)?\r\n/y;
/** A header's line. No line begins with a blank: RFC 9112 forbids to continue one (5.2). */
const LINE = /([!#$%&'*+\-.^_`|~\w]+):([\t -~\x80-\xff]*)\r\n/y;
/** What a line may begin with that has not wholly arrived. */
const BEGUN = /^[\t -~\x80-\xff]*\r?$/;
const VERSION = "HTTP/1.";

/**
 * Parses an answer's head, and refuses whatever two readers could understand in two ways.
 * https://www.rfc-editor.org/rfc/rfc9112#section-6
 * @param bytes status line and header lines, without the empty line
 * @param method of the request
 * @throws BadAnswer
 */
export function parseHead(bytes: Buffer, method: string): FramedHead {
  const text = bytes.toString("latin1");
  const { minor, status, headers, end } = readLines(text, !isAscii(bytes));
  if (end < text.length) throw new BadAnswer(`a wrong header line: ${shown(text.slice(end))}`);
  return { status, headers, ...framing(method, minor, status, headers) };
}

/**
 * Checks the bytes of a head that has not wholly arrived: whoever sends nonsense may never send the rest.
 * @param from where the first line begins that has not been checked
 * @returns the same for the next time
 * @throws BadAnswer
 */
export function checkBeginning(bytes: Buffer, from: number): number {
  const text = bytes.toString("latin1", from);
  const first = from === 0;
  const { end } = first && !text.includes("\n") ? { end: 0 } : readLines(text, false, first);
  const rest = text.slice(end);
  const same = !first || end > 0 || VERSION.startsWith(rest.slice(0, VERSION.length));
  if (!same || !BEGUN.test(rest)) throw new BadAnswer(`no HTTP: ${shown(rest)}`);
  return from + end;
}

/**
 * Reads the lines that are whole.
 * @param wide whether there are bytes above ASCII
 * @param hasStatus whether the first is the status line
 */
function readLines(text: string, wide: boolean, hasStatus = true) {
  STATUS_LINE.lastIndex = 0;
  const [all = "", minor, status] = (hasStatus && STATUS_LINE.exec(text)) || [];
  if (!all && hasStatus) throw new BadAnswer(`no HTTP: ${shown(text)}`);
  const headers: [string, string][] = [];
  let end = all.length;
  LINE.lastIndex = end;
  for (let line = LINE.exec(text); line; line = LINE.exec(text)) {
    const value = withoutBlanks(line[2]!);
    headers.push([line[1]!, wide ? decoded(value) : value]);
    end = LINE.lastIndex;
  }
  return { minor, status: Number(status), headers, end };
}

function framing(
  method: string,
  minor: string | undefined,
  status: number,
  headers: HeaderLines,
): { readonly body: BodyEnd; readonly last: boolean } {
  let length: string | undefined;
  let coding: string | undefined;
  let last = minor === "0";
  for (const [name, value] of headers) {
    switch (name.length === 10 || name.length >= 14 ? name.toLowerCase() : "") {
      case "content-length":
        if (length !== undefined || !/^\d{1,15}$/.test(value)) {
          throw new BadAnswer(`a second or wrong Content-Length: ${shown(value)}`);
        }
        length = value;
        break;
      case "transfer-encoding":
        if (coding !== undefined || !/^chunked$/i.test(value) || minor === "0") {
          throw new BadAnswer(`a second or unknown Transfer-Encoding: ${shown(value)}`);
        }
        coding = value;
        break;
      case "connection":
        last ||= /(?:^|,)[ \t]*close[ \t]*(?:,|$)/i.test(value);
    }
  }
  if (coding && length) throw new BadAnswer("both Content-Length and Transfer-Encoding");
  const announced = coding ? "chunked" : length === undefined ? "close" : Number(length);
  if (method === "HEAD" || status < 200 || status === 204 || status === 304) {
    // A server that sends the announced body all the same may send it a little later.
    return { body: 0, last: last || coding !== undefined || Number(length) > 0 };
  }
  return { body: announced, last: last || announced === "close" };
}

/** Drops blanks around a value. `trim` would drop bytes above ASCII too. */
function withoutBlanks(value: string): string {
  let [from, to] = [0, value.length];
  while (from < to && isBlank(value, from)) from += 1;
  while (to > from && isBlank(value, to - 1)) to -= 1;
  return value.slice(from, to);
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9;
}

/** Turns bytes into text, if they are UTF-8. */
function decoded(value: string): string {
  const bytes = Buffer.from(value, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : value;
}

/** Shows the beginning of foreign text, without what a terminal or a log would act on. */
function shown(text: string): string {
  return JSON.stringify(text.slice(0, 40).replace(/[^ -~]/g, "?"));
}
