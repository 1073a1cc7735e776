/** Names of files and folders that hold secrets, at any depth, in any case. A folder stands for all that it holds. */
const SECRETS = [
  // Git: its configuration holds checkout's token.
  "\\.git",
  "\\.git-credentials",
  "\\.env[^/]*",
  // Clouds and clusters. `gha-creds-*.json` is what google-github-actions/auth leaves in the checkout.
  "gha-creds-[^/]*\\.json",
  "\\.(aws|azure|kube|terraform)",
  "\\.config/gcloud",
  "\\.docker/config\\.json",
  "\\.dockercfg",
  "\\.kamal/secrets[^/]*",
  "terraform\\.tfstate[^/]*",
  "[^/]*\\.tfvars(\\.json)?",
  "\\.vault-token",
  // Logins.
  "[._]netrc",
  "\\.pgpass",
  "\\.my\\.cnf",
  "\\.gem/credentials",
  "\\.pypirc",
  "\\.(ssh|gnupg)",
  // Keys. `id_rsa.rb` is code.
  "id_(rsa|dsa|ecdsa|ed25519)[^/]*(?<!\\.rb)",
  "[^/]*\\.(key|ppk|p12|pfx|jks|keystore)",
];

const SECRET = new RegExp(`(^|/)(${SECRETS.join("|")})$`, "i");

/** Certificates or keys: only the content tells which. */
const CERTIFICATE = /\.(pem|crt|cer)$/i;

/** Settings of JavaScript's package managers, with tokens: `build-command` may need them, Lambda never does. */
const BUILD_ONLY = /(^|\/)\.(npmrc|yarnrc|yarnrc\.yml)$/i;

/**
 * What a name says of a file or folder.
 * - `secret`: it must never leave the runner.
 * - `certificate`: it may, if it holds public certificates alone.
 * - `build only`: it may be there while `build-command` runs, and is not packed.
 */
export type Kind = "ordinary" | "secret" | "certificate" | "build only";

/** @param path with `/`; it may have folders above that the answer does not depend on */
export function kindOf(path: string): Kind {
  // No name above has more than two parts, and a working tree may have a hundred thousand paths.
  const end = path.slice(path.lastIndexOf("/", path.lastIndexOf("/") - 1) + 1);
  if (SECRET.test(end)) return "secret";
  if (CERTIFICATE.test(end)) return "certificate";
  return BUILD_ONLY.test(end) ? "build only" : "ordinary";
}

const KEY_FILE = /^id_|\.(key|ppk|p12|pfx|jks|keystore)$/;

/**
 * Says what kind of secret a name stands for, in words: `.env files`. Undefined if it stands for none.
 * @param path with `/`
 */
export function secretIn(path: string): string | undefined {
  if (kindOf(path) !== "secret") return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (name === ".git") return ".git";
  if (name.startsWith(".env")) return ".env files";
  return KEY_FILE.test(name) ? "private keys" : "credentials";
}
