import { TransientError } from "../load-error.ts";

/** What the loader needs to know of an answer's head. */
export interface ResponseHead {
  readonly status: number;
  /** Bytes of the body; undefined if it is sent in chunks or ends with the connection. */
  readonly length: number | undefined;
  /** Whether the connection ends with this answer. */
  readonly last: boolean;
}

/**
 * Parses a head. https://www.rfc-editor.org/rfc/rfc9112
 * @param text status line and header lines
 * @throws TransientError if it is not HTTP/1.1
 */
export function parseHead(text: string): ResponseHead {
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
  if (!status) throw new TransientError(`S3's answer is not HTTP: ${text.slice(0, 40)}`);
  const length = /^content-length:[ \t]*(\d+)[ \t]*$/im.exec(text)?.[1];
  return {
    status: Number(status),
    length: length === undefined ? undefined : Number(length),
    last: text.startsWith("HTTP/1.0") || /^connection:[ \t]*close/im.test(text),
  };
}
