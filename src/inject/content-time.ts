import { sha256OfFile } from "../digest.ts";

/** 2020-01-01T00:00:00Z, in seconds. */
const BASE = 1_577_836_800;
const YEAR = 365 * 24 * 3600;

/** Time of every folder: nobody compares those. */
export const FOLDER_TIME = new Date(BASE * 1000);

/**
 * A modification time that follows from a file's content alone: equal on every machine, so that equal
 * trees pack to equal bytes, and another one when the content changes. A constant would not do: Rack's
 * file server answers 304 where the browser's `If-Modified-Since` equals the file's time, and so would
 * keep yesterday's file in browsers for ever.
 * https://github.com/rack/rack/blob/v3.1.0/lib/rack/files.rb
 */
export async function contentTime(file: string): Promise<Date> {
  const digest = Buffer.from(await sha256OfFile(file), "hex");
  return new Date((BASE + (digest.readUInt32BE(0) % YEAR)) * 1000);
}
