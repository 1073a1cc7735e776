import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The account of the embedded AWS. */
export const ACCOUNT = "123456789012";

/** A policy of `docs/deploy-roles/`, its placeholders filled in. */
export function deployRole(
  level: "deployed" | "preview",
  { app, region }: { readonly app: string; readonly region: string },
): string {
  const file = resolve(import.meta.dirname, `../docs/deploy-roles/${level}.json`);
  return readFileSync(file, "utf8")
    .replaceAll("ACCOUNT", ACCOUNT)
    .replaceAll("REGION", region)
    .replaceAll(/\bAPP\b/g, app);
}
