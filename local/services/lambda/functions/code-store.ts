import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { unzipSync } from "fflate";
import { AwsError } from "../../../service.ts";
import { invalidParameter } from "../errors.ts";
import type { Code } from "../model.ts";

const MAX_ZIP_BYTES = 50 * 1024 * 1024;
const MAX_UNZIPPED_BYTES = 250 * 1024 * 1024;

/** Unpacked function zips by their digest. A zip that several versions share is stored once. */
export interface CodeStore {
  /** Describes a zip without storing it. @throws AwsError if it is not a function zip */
  check(zip: Buffer): Code;
  /** Stores a zip. @throws AwsError if it is not a function zip */
  store(zip: Buffer): Code;
  /** The folder with the zip's files. */
  folderOf(code: Code): string;
}

export function openCodeStore(folder: string): CodeStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const folderOf = ({ sha256 }: Code) =>
    join(folder, Buffer.from(sha256, "base64").toString("hex"));
  return {
    folderOf,
    check: (zip) => describe(zip, unpack(zip)),
    store(zip) {
      const files = unpack(zip);
      const code = describe(zip, files);
      const target = folderOf(code);
      if (existsSync(target)) return code;
      const partial = `${target}.partial`;
      rmSync(partial, { recursive: true, force: true });
      for (const [name, content] of files) {
        const file = join(partial, name);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
      renameSync(partial, target);
      return code;
    },
  };
}

function describe(zip: Buffer, files: ReadonlyMap<string, Uint8Array>): Code {
  const unzipped = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  if (unzipped > MAX_UNZIPPED_BYTES) {
    throw invalidParameter(`Unzipped size must be smaller than ${MAX_UNZIPPED_BYTES} bytes`);
  }
  return { sha256: createHash("sha256").update(zip).digest("base64"), bytes: zip.length };
}

function unpack(zip: Buffer): Map<string, Uint8Array> {
  if (zip.length > MAX_ZIP_BYTES) {
    throw new AwsError(
      413,
      "RequestEntityTooLargeException",
      "Request must be smaller than 70167211 bytes for the CreateFunction operation",
    );
  }
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(zip);
  } catch (cause) {
    const message =
      "Could not unzip uploaded file. Please check your file, then try to upload again.";
    throw Object.assign(invalidParameter(message), { cause });
  }
  const files = Object.entries(entries).filter(([name]) => !name.endsWith("/"));
  if (files.length === 0) throw invalidParameter("Uploaded file must be a non-empty zip");
  const escaping = files.find(([name]) => name.startsWith("/") || normalize(name).startsWith(".."));
  if (escaping) throw invalidParameter(`The zip names a file outside of it: ${escaping[0]}`);
  return new Map(files);
}

/** Reads the zip in a request's `Code`. @throws AwsError if there is none */
export function zipIn(code: Readonly<Record<string, unknown>>): Buffer {
  const unknown = Object.keys(code).filter((name) => name !== "ZipFile");
  if (unknown.length > 0)
    throw invalidParameter(`Unknown field \`${unknown[0]}\`: not one of ZipFile`);
  if (typeof code.ZipFile !== "string") {
    throw invalidParameter("Please provide a source for function code.");
  }
  return Buffer.from(code.ZipFile, "base64");
}
