import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { MAX_PIECE } from "../../../../src/bundle/archive/cut.ts";
import { PieceWriter } from "../../../../src/bundle/archive/piece-writer.ts";
import { tarOf } from "../../../../src/bundle/archive/tar-of.ts";
import { tree } from "../../../tree.ts";

const END = Buffer.alloc(1024);

/** Writes entries of these sizes. @returns the sizes of the pieces, without the ending */
async function sizes(...entries: readonly number[]): Promise<readonly number[]> {
  const writer = new PieceWriter(join(tree(), "pieces"));
  for (const bytes of entries) await writer.add("path", bytes, [Buffer.alloc(bytes)]);
  const pieces = (await writer.end(END)).map(({ tarBytes }) => tarBytes);
  return [...pieces.slice(0, -1), pieces.at(-1)! - END.length];
}

const MB = 2 ** 20;

describe("entries", () => {
  test("that are small share a piece", async () => {
    expect(await sizes(512, 512, 1024)).toEqual([2048]);
  });

  test("that do not fit together have a piece each", async () => {
    expect(await sizes(MB, MAX_PIECE - MB + 512)).toEqual([MB, MAX_PIECE - MB + 512, 0]);
  });

  test("that fill a piece exactly are in one", async () => {
    expect(await sizes(MB, MAX_PIECE - MB)).toEqual([MAX_PIECE, 0]);
  });

  test("that are larger than a piece begin one, also at the archive's beginning", async () => {
    expect(await sizes(MAX_PIECE + 512)).toEqual([MAX_PIECE, 512]);
    expect(await sizes(512, 2 * MAX_PIECE + 512)).toEqual([512, MAX_PIECE, MAX_PIECE, 512]);
  });
});

test("pieces are the tar in order, each a file named by its digest", async () => {
  const folder = join(tree(), "pieces");
  const writer = new PieceWriter(folder);
  const texts = ["a", "b"].map((letter) => Buffer.alloc(MAX_PIECE - 1024, letter));
  for (const text of texts) await writer.add("path", text.length, [text]);
  const pieces = await writer.end(END);
  expect(readdirSync(folder).sort()).toEqual(pieces.map(({ sha256 }) => sha256).sort());
  const parts: Buffer[] = [];
  for await (const part of tarOf(folder, pieces)) parts.push(part);
  expect(Buffer.concat(parts).equals(Buffer.concat([...texts, END]))).toBe(true);
});

test("a piece that cannot be written is an error at the end", async () => {
  const dir = tree();
  writeFileSync(join(dir, "pieces"), "not a folder");
  const writer = new PieceWriter(join(dir, "pieces"));
  await writer.add("path", MAX_PIECE, [Buffer.alloc(MAX_PIECE)]);
  await expect(writer.end(END)).rejects.toThrow();
});
