import { join, relative } from "node:path";
import { listFiles, readTextIfThere } from "../files.ts";

/** Where an app's own code lies. */
const FOLDERS = ["app", "config", "lib"];

/** `config/credentials.yml.enc` is none of these. */
const CODE = /\.(rb|rake|erb|haml|slim|jbuilder|builder|yml|yaml)$/;

/**
 * What reads them, by name or because Rails itself then does:
 * https://guides.rubyonrails.org/active_record_encryption.html#setup
 * https://guides.rubyonrails.org/action_mailbox_basics.html#configuration
 * `secret_key_base` alone is none: `SECRET_KEY_BASE` comes first.
 */
const READS = [
  /\.(?:credentials|creds)\b|\.encrypted\(/,
  /\brequire_master_key\s*=\s*true\b/,
  /\bencrypts[\s(]+:/,
  /\baction_mailbox\.ingress\s*=/,
];

/**
 * Finds what reads a Rails app's encrypted credentials. `rails new` makes them for each app, and many never read them.
 * @returns a file of the app, relative to it; undefined if none of its own code does. Lines of comments do not count
 */
export async function findCredentialsReader(dir: string): Promise<string | undefined> {
  const lists = await Promise.all(FOLDERS.map((folder) => listFiles(join(dir, folder))));
  for (const file of lists.flat().filter((name) => CODE.test(name))) {
    const text = ((await readTextIfThere(file)) ?? "").replace(/^[ \t]*#.*$/gm, "");
    if (READS.some((pattern) => pattern.test(text))) return relative(dir, file);
  }
  return undefined;
}
