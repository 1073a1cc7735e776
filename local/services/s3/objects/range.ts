import { AwsError } from "../../../service.ts";

/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The part of an object that a Range header asks for; undefined means all of it, which is also S3's answer
 * to several ranges at once.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null || (match[1] === "" && match[2] === "")) return undefined;
  const first = match[1] === "" ? Math.max(size - Number(match[2]), 0) : Number(match[1]);
  const last = match[1] === "" || match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (match[1] !== "" && match[2] !== "" && Number(match[2]) < first) return undefined;
  if (first >= size || last < first) {
    throw new AwsError(416, "InvalidRange", "The requested range is not satisfiable", {
      RangeRequested: header,
      ActualObjectSize: size,
    });
  }
  return { start: first, end: last };
}
