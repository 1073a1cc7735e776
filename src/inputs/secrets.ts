import { isReference } from "../../contract/reference.ts";

/** Words that say, as one of the words of a variable's name, that the value is a secret. */
const SECRET_WORD =
  /^(KEYS?|SECRETS?|TOKENS?|PASSWORDS?|PASSWD|PASSPHRASE|PASS|PWD|CREDENTIALS?|CREDS)$/;

/** The same as the end of a word, where no other word ends so (`PGPASSWORD`), or in words that are often joined. */
const JOINED =
  /(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?)$|^(API|ACCESS|AUTH|MASTER|PRIVATE|SECRET|SIGNING)KEYS?$/;

/** A private key, also one whose ends of lines are escaped, as in JSON and in values of one line. */
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:(?!-----BEGIN ).)*?-----END [A-Z ]*PRIVATE KEY-----/gs;

/** What stands before the host in a URL: a user, and the password. */
const CREDENTIALS = /[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*?:([^/?#\s]+)@/gi;

/** The rest of a URL, wherever it stands. */
const REST = /^[^\s"'`<>]*/;

/**
 * Returns the values that look secret: by a word of the variable's name (`API_KEY` and `apiKey`, but not `TURNKEY_ENV`),
 * because they are a private key, or because they are URLs with a password. A reference only says where a secret is.
 */
export function secretValues(variables: Readonly<Record<string, string>>): readonly string[] {
  const found = Object.entries(variables).flatMap(([name, value]) => [
    ...((isSecretName(name) && !isReference(value)) || /-----BEGIN [A-Z ]*PRIVATE KEY/.test(value)
      ? [value]
      : []),
    ...privateKeysIn(value),
    ...secretsInUrls(value),
  ]);
  return [...new Set(found)].filter((value) => value !== "");
}

function isSecretName(name: string): boolean {
  return wordsOf(name).some((word) => SECRET_WORD.test(word) || JOINED.test(word));
}

/** Splits a name at `_`, `-`, `.`, digits, and where an upper-case letter begins a word. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$3_$2")
    .split(/[^A-Za-z]+/)
    .map((word) => word.toUpperCase());
}

/** Returns the keys with ends of lines, as whoever reads them prints them. */
function privateKeysIn(text: string): readonly string[] {
  return (text.match(PRIVATE_KEY) ?? []).map((key) => key.replace(/(\\r)?\\n/g, "\n"));
}

/** Returns each URL with a password, and the password: as it is written there, and by itself. */
function secretsInUrls(text: string): readonly string[] {
  return [...text.matchAll(CREDENTIALS)].flatMap((match) => {
    const [before, password = ""] = match;
    const [rest = ""] = REST.exec(text.slice(match.index + before.length)) ?? [];
    return [before + rest, `:${password}@`, password, decoded(password)];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Not percent-encoded after all.
  }
}
