import { TransientError } from "../load-error.ts";

/** What an answer begins with, of it what the loader needs. */
export interface ResponseHead {
  readonly status: number;
  /** Bytes of the body; undefined where it is sent in chunks or up to the connection's end. */
  readonly length: number | undefined;
  /** Whether the connection ends with this answer. */
  readonly last: boolean;
}

/**
 * https://www.rfc-editor.org/rfc/rfc9112
 * @param text status line and header lines
 * @throws TransientError where it is no HTTP/1.1
 */
export function parseHead(text: string): ResponseHead {
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
  if (!status) throw new TransientError(`S3 answered with no HTTP: ${text.slice(0, 40)}`);
  const length = /^content-length:[ \t]*(\d+)[ \t]*$/im.exec(text)?.[1];
  return {
    status: Number(status),
    length: length === undefined ? undefined : Number(length),
    last: text.startsWith("HTTP/1.0") || /^connection:[ \t]*close/im.test(text),
  };
}
