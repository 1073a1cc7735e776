import { EntryWriter, finish, writeAll } from "./entry-writer.ts";
import { type LocalArchive, readEntries } from "./read-entries.ts";

/**
 * Unpacks some files of an archive. One that stands there as a hard link, which none does in an archive `app`, counts as
 * not there.
 * @param paths of files as the archive names them; any other entry is passed over
 * @param into the folder that their paths are relative to
 * @returns how many of them the archive holds
 * @throws Error for a damaged piece or a hostile entry
 */
export async function pickFiles(
  archive: LocalArchive,
  paths: readonly string[],
  into: string,
): Promise<number> {
  const wanted = new Set(paths);
  const writer = new EntryWriter(into);
  let found = 0;
  await readEntries(archive, (header) => {
    if (header.type !== "file" || !wanted.has(header.name)) return undefined;
    const fd = writer.open(header.name, header);
    found += 1;
    return { data: (part) => writeAll(fd, part), end: () => finish(fd, header) };
  });
  return found;
}
