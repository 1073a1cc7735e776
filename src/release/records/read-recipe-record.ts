import { PART_KINDS, type Part } from "../../bundle/parts.ts";
import type { TrustLevel } from "../../inputs/trust.ts";
import { readPackaged } from "../../ruby/read-packaged.ts";
import { list, object, oneOf, text, whole } from "../../shape.ts";
import { ARCHIVE_MEMBERS, MAX_BYTES, readArchive } from "./read-archive.ts";
import type { RecipeRecord } from "./recipe-record.ts";

const RECORDED = ["ruby", "gems"] as const;
const MAX_PARTS = 100_000;
/** No line ends and no escape sequences: it is shown to the reader. */
const NAME = /^[^\p{Cc}]{0,500}$/u;

/**
 * Reads a record. Whoever may write to the bucket may have written it, so nothing of it is believed but what can be
 * checked.
 * @param of the app and the trust level by whose key it was found
 * @throws Error that says what is wrong
 */
export function readRecipeRecord(
  value: unknown,
  of: { readonly app: string; readonly trust: TrustLevel },
): RecipeRecord {
  const { schema, ruby, archives } = object(value, "it", ["schema", "ruby", "archives"]);
  if (schema !== 1) throw new Error("it has another schema");
  const allowed = { ...of, names: RECORDED };
  const read = list(archives, "archives", RECORDED.length, (item, at) => {
    const given = object(item, at, [...ARCHIVE_MEMBERS, "parts"]);
    const parts = list(given.parts, `${at}.parts`, MAX_PARTS, part);
    return { ...readArchive(given, at, allowed), parts };
  });
  for (const name of RECORDED) {
    if (!read.some((one) => one.name === name)) throw new Error(`it lacks the archive ${name}`);
  }
  return { schema, ruby: readPackaged(ruby, "ruby"), archives: read };
}

function part(value: unknown, at: string): Part {
  const { kind, name, bytes, saved } = object(value, at, ["kind", "name", "bytes", "saved"]);
  return {
    kind: oneOf(kind, `${at}.kind`, PART_KINDS),
    name: text(name, `${at}.name`, NAME),
    bytes: whole(bytes, `${at}.bytes`, MAX_BYTES),
    ...(saved !== undefined && { saved: whole(saved, `${at}.saved`, MAX_BYTES) }),
  };
}
