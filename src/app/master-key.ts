import { join } from "node:path";
import { readTextIfThere } from "../files.ts";
import { findCredentialsReader } from "./credentials-reader.ts";

/** The variable that Rails reads before any key file. */
export const MASTER_KEY = "RAILS_MASTER_KEY";

/** How an app's encrypted credentials are opened. */
export type MasterKey =
  /** Nothing is encrypted, or the variable is given. */
  | { readonly kind: "settled" }
  | { readonly kind: "found"; readonly value: string; readonly from: string }
  | {
      readonly kind: "missing";
      readonly credentials: string;
      readonly keyFile: string;
      /** A file of the app that reads them; undefined if none does. */
      readonly reader: string | undefined;
    };

/**
 * Looks for the key of the credentials that the app reads on Lambda.
 * @param railsEnv the environment that Rails runs in
 * @param environment variables of the function
 * @param ofJob RAILS_MASTER_KEY of the job, if it has one
 * @param exclude globs of files that are not packed
 */
export async function findMasterKey(
  dir: string,
  railsEnv: string,
  environment: Readonly<Record<string, string>>,
  ofJob: string | undefined,
  exclude: readonly string[],
): Promise<MasterKey> {
  const files = await credentialsOf(dir, railsEnv);
  if (!files || exclude.includes(files.credentials) || environment[MASTER_KEY]) {
    return { kind: "settled" };
  }
  if (ofJob) return { kind: "found", value: ofJob, from: "the job's environment" };
  const value = (await readTextIfThere(join(dir, files.keyFile)))?.trim();
  if (value) return { kind: "found", value, from: `\`${files.keyFile}\`` };
  return { kind: "missing", ...files, reader: await findCredentialsReader(dir) };
}

/** Finds the credentials and their key file. Those of the Rails environment come before the common ones. */
async function credentialsOf(dir: string, railsEnv: string) {
  const candidates = [
    {
      credentials: `config/credentials/${railsEnv}.yml.enc`,
      keyFile: `config/credentials/${railsEnv}.key`,
    },
    { credentials: "config/credentials.yml.enc", keyFile: "config/master.key" },
  ];
  for (const files of candidates) {
    if ((await readTextIfThere(join(dir, files.credentials))) !== undefined) return files;
  }
  return undefined;
}
