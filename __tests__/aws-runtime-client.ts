import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** AWS's own runtime client, as nodejs24.x has it (Apache-2.0): https://www.npmjs.com/package/aws-lambda-ric */
const NAME = "aws-lambda-ric";
const VERSION = "4.0.2";
/** Of the package, as the npm registry states it. */
const SHA512 =
  "FE5Vskx7mYNnqAnWWJXUOsLp2VGgdsJsCoRLFTa8L4Yk0QVtArqR8q58yPA++QC1a73ZWJXBQ2AH31nIAv7NOQ==";

const CACHE = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
  "megamode-deploy/tests",
);
const NATIVE_CLIENT = join(import.meta.dirname, "stand-ins/native-client.mjs");

/** Variables of a function that runs under it: they load what stands in for the client's compiled part. */
export const CLIENT_VARIABLES = { NODE_OPTIONS: "--import=/var/runtime/native-client.mjs" };

/**
 * Makes a folder with AWS's client, unmodified. It is fetched once a machine. Its compiled part, which the package builds
 * from curl's sources by cmake, is replaced by JavaScript that does the same calls.
 */
export function awsRuntimeClient(): string {
  const folder = mkdtempSync(join(tmpdir(), "mm-client-"));
  execFileSync("tar", [
    "-xzf",
    archive(),
    "-C",
    folder,
    "--strip-components=1",
    "package/index.mjs",
  ]);
  // The client asks for the file by this name. What it gets is what the other one says.
  writeFileSync(join(folder, "rapid-client.node"), "");
  copyFileSync(NATIVE_CLIENT, join(folder, "native-client.mjs"));
  return folder;
}

/** Returns the package's path. Nothing of it is run to get it. */
function archive(): string {
  const file = join(CACHE, `${NAME}-${VERSION}.tgz`);
  if (!existsSync(file)) {
    mkdirSync(CACHE, { recursive: true });
    const folder = mkdtempSync(join(CACHE, "fetched-"));
    const to = ["--pack-destination", folder];
    execFileSync("npm", ["pack", `${NAME}@${VERSION}`, "--ignore-scripts", "--silent", ...to]);
    renameSync(join(folder, `${NAME}-${VERSION}.tgz`), file);
    rmdirSync(folder);
  }
  const digest = createHash("sha512").update(readFileSync(file)).digest("base64");
  if (digest !== SHA512) throw new Error(`${file} is not the package: its digest is ${digest}`);
  return file;
}
