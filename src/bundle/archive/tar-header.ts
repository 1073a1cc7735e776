export interface TarHeader {
  /** Relative, with `/` at the end for a folder. */
  readonly path: string;
  readonly type: "file" | "directory" | "symlink" | "hardlink";
  readonly mode: number;
  /** Bytes of content. */
  readonly size: number;
  /** Rounded down to seconds. */
  readonly mtime: Date;
  /** What a link points to. */
  readonly target?: string;
}

/** Bytes of a block: headers and contents fill whole ones. */
export const BLOCK = 512;

const FLAGS = { file: "0", hardlink: "1", symlink: "2", directory: "5" } as const;

/**
 * Makes a POSIX header whose owner is always root. A name that does not fit gets an extended header in front.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
export function tarHeader({ path, type, mode, size, mtime, target = "" }: TarHeader): Buffer {
  const [prefix, name] = splitPath(path);
  const records = [
    ...(name === undefined ? [paxRecord("path", path)] : []),
    ...(Buffer.byteLength(target) > 100 ? [paxRecord("linkpath", target)] : []),
  ].join("");
  const fields = { mode, size, seconds: Math.floor(mtime.getTime() / 1000) };
  const main = block({ ...fields, flag: FLAGS[type], prefix, name: name ?? "long", target });
  if (records === "") return main;
  const data = Buffer.from(records);
  const extended = { mode: 0o644, size: data.length, seconds: 0, flag: "x" };
  const header = block({ ...extended, prefix: "", name: "pax", target: "" });
  return Buffer.concat([header, data, padding(data.length), main]);
}

/** The zeros that fill the last block of content of this length. */
export function padding(bytes: number): Buffer {
  return Buffer.alloc((BLOCK - (bytes % BLOCK)) % BLOCK);
}

/** Prefix of at most 155 bytes and name of at most 100; no name if the path cannot be split like that. */
function splitPath(path: string): readonly [prefix: string, name: string | undefined] {
  if (Buffer.byteLength(path) <= 100) return ["", path];
  for (const { index } of path.matchAll(/\//g)) {
    const prefix = path.slice(0, index);
    const name = path.slice(index + 1);
    if (Buffer.byteLength(prefix) > 155) break;
    if (name !== "" && Buffer.byteLength(name) <= 100) return [prefix, name];
  }
  return ["", undefined];
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  const length = bytes + String(bytes + String(bytes).length).length;
  return `${length}${rest}`;
}

function block(of: {
  readonly name: string;
  readonly prefix: string;
  readonly target: string;
  readonly mode: number;
  readonly size: number;
  readonly seconds: number;
  readonly flag: string;
}): Buffer {
  const bytes = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  bytes.write(of.name, 0, 100);
  bytes.write(octal(of.mode, 7), 100);
  bytes.write(octal(0, 7) + octal(0, 7), 108); // owner and group
  bytes.write(octal(of.size, 11) + octal(of.seconds, 11), 124);
  bytes.write(" ".repeat(8), 148); // the checksum counts itself as blanks
  bytes.write(of.flag, 156);
  bytes.write(of.target, 157, 100);
  bytes.write("ustar\x0000", 257);
  bytes.write(of.prefix, 345, 155);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return bytes;
}
