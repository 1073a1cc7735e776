/** Puts the file's own folder in the place of `$ORIGIN` in an entry of its search path. */
export function expandOrigin(entry: string, folder: string): string {
  return entry.replace(/\$(ORIGIN|\{ORIGIN\})/g, folder);
}
