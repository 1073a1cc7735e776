import { KNOWN_FOLDERS } from "./known-folders.ts";
import { planCarried } from "./plan.ts";

/** Of a machine that has all that can be carried. */
const OPENSSL = { directory: "/", certificates: "/" };
const FONTS = new Map([["libfontconfig.so", { from: "/", bytes: Buffer.alloc(0) }]]);

/** All variables that may be needed for what is carried, each with its only value. */
export function carriedVariables(): Readonly<Record<string, string>> {
  const planned = planCarried({ openssl: OPENSSL }, FONTS, () => []);
  return Object.assign({}, ...[...planned, ...KNOWN_FOLDERS].map(({ variables }) => variables));
}
