/** Fields of a tar's header as they are to be written; those that are left out are those of a plain file. */
export interface Fields {
  readonly name?: string;
  readonly mode?: string;
  readonly size?: string;
  readonly mtime?: string;
  readonly flag?: string;
  readonly target?: string;
  readonly prefix?: string;
}

/** A tar's header block with these very fields, and the right checksum. */
export function header(fields: Fields = {}): Buffer {
  const block = Buffer.alloc(512);
  block.write(fields.name ?? "app/a", 0);
  block.write(fields.mode ?? "0000644\0", 100);
  block.write(fields.size ?? "00000000000\0", 124);
  block.write(fields.mtime ?? "00000000000\0", 136);
  block.write(fields.flag ?? "0", 156);
  block.write(fields.target ?? "", 157);
  block.write("ustar\x0000", 257);
  block.write(fields.prefix ?? "", 345);
  block.fill(0x20, 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

/** A number as a header's field of 12 bytes has it. */
export const octal = (value: number) => `${value.toString(8).padStart(11, "0")}\0`;

/** A record of an extended header, which begins with its own length. */
export function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest) + 1;
  while (Buffer.byteLength(`${length}${rest}`) !== length) length += 1;
  return `${length}${rest}`;
}

/** Content, padded to whole blocks. */
export function padded(content: string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}
