import { EntryWriter, finish, writeAll } from "./entry-writer.ts";
import { type LocalArchive, readEntries } from "./read-entries.ts";

/**
 * Unpacks an archive as Lambda does, with the modes and times that it holds.
 * @param into the folder that its paths are relative to
 * @throws Error for a damaged piece or a hostile entry; what was unpacked until then stays
 */
export async function unpackArchive(archive: LocalArchive, into: string): Promise<void> {
  const writer = new EntryWriter(into);
  await readEntries(archive, (header) => {
    if (header.type === "directory") writer.folder(header.name);
    else if (header.type === "symlink") writer.link(header.name, header.linkname ?? "");
    else if (header.type === "link") writer.hardLink(header.name, header.linkname ?? "");
    else {
      const fd = writer.open(header.name, header);
      return { data: (part) => writeAll(fd, part), end: () => finish(fd, header) };
    }
    return undefined;
  });
}
