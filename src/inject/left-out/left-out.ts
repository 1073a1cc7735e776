import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { formatBytes } from "../../format.ts";

/** Something that does not travel, though the checkout or the build has it. */
export interface LeftOut {
  /** Of a file, or of a folder of which nothing travels; relative to the app, with `/`. */
  readonly path: string;
  /** Where it lies in the checkout, absolute; undefined for what was left out when the app was packed. */
  readonly from?: string;
  /** Its path in the checkout, relative to the app, if that is another: `../lib/a/spec`. */
  readonly named?: string;
  /** In words: `spec/`, `.env files`. */
  readonly kind: string;
  readonly files: number;
  readonly bytes: number;
}

/** What is said of that which is neither file, folder nor link. */
export const SPECIAL = "sockets, pipes and devices";

/**
 * Counts the files of what is left out. A folder that cannot be read counts for nothing: nobody needs it.
 * @param path of a file or folder, absolute
 */
export function measure(path: string): Pick<LeftOut, "files" | "bytes"> {
  let files = 0;
  let bytes = 0;
  const visit = (at: string): void => {
    const stat = attempt(() => lstatSync(at));
    if (stat?.isDirectory()) {
      for (const name of attempt(() => readdirSync(at)) ?? []) visit(join(at, name));
    } else {
      files += 1;
      bytes += stat?.isFile() ? stat.size : 0;
    }
  };
  visit(path);
  return { files, bytes };
}

/** What a call finds; undefined if it fails, as it does for names that are not UTF-8. */
function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}

/**
 * Says how many files were left out, and of which kinds; undefined if none was.
 * `Left out 214 files: node_modules (180 files, 12.0 MB), spec/ (30 files, 40.0 KB) ...`
 */
export function renderLeftOut(leftOut: readonly LeftOut[]): string | undefined {
  const kinds = new Map<string, { files: number; bytes: number }>();
  for (const { kind, files, bytes } of leftOut) {
    if (files === 0) continue;
    const sum = kinds.get(kind) ?? { files: 0, bytes: 0 };
    kinds.set(kind, { files: sum.files + files, bytes: sum.bytes + bytes });
  }
  if (kinds.size === 0) return undefined;
  const sorted = [...kinds].sort(
    ([one, a], [other, b]) => b.files - a.files || (one < other ? -1 : 1),
  );
  const total = sorted.reduce((sum, [, { files }]) => sum + files, 0);
  const each = sorted.map(
    ([kind, { files, bytes }]) => `${kind} (${count(files)}, ${formatBytes(bytes)})`,
  );
  return `Left out ${count(total)}: ${each.join(", ")}. \`include\` copies what you name.`;
}

function count(files: number): string {
  return files === 1 ? "1 file" : `${files} files`;
}
