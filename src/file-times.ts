/** 2020-01-01T00:00:00Z, in seconds. */
const BASE = 1_577_836_800;
const YEAR = 365 * 24 * 3600;

/** Modification time of every folder: nobody compares those. */
export const FOLDER_TIME = new Date(BASE * 1000);

/**
 * Gives a file a modification time that depends on its content alone. It is the same on every machine, so equal trees
 * pack to equal bytes; and it changes with the content. A constant would not work: Rack's file server answers 304 if
 * the browser's `If-Modified-Since` equals the file's time, so browsers would keep an old file forever.
 * https://github.com/rack/rack/blob/v3.1.0/lib/rack/files.rb
 * @param sha256 of the content, hex
 */
export function contentTime(sha256: string): Date {
  return new Date((BASE + (Buffer.from(sha256, "hex").readUInt32BE(0) % YEAR)) * 1000);
}
