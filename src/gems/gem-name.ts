/** The name of a gem by its folder: `net-imap-0.2.3`, `nokogiri-1.18.10-x86_64-linux`, `rails-0123456789ab` of git. */
export function gemName(folder: string): string {
  return folder.replace(/-(\d+(\.\w+)*(-.*)?|[0-9a-f]{12})$/, "");
}
