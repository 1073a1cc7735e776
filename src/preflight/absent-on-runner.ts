/** What the runner lacks and Lambda may well have. */
export type Absent = "a database or host" | "a table" | "a secret" | "AWS's credentials";

/** Exceptions and messages of database drivers, Ruby's sockets and the resolver. */
const HOST =
  /\b(ConnectionNotEstablished|DatabaseConnectionError|NoDatabaseError|ConnectionBad|CannotConnectError|ConnectionError|ConnectionFailed|ConnectTimeout|OpenTimeout|ResolutionError|SocketError|NoServerAvailable|NoNodesAvailable|NetworkingError|MissingCredentialsError|CantOpenException|E(CONNREFUSED|HOSTUNREACH|NETUNREACH|TIMEDOUT|ADDRNOTAVAIL))\b|getaddrinfo|could not translate host name|Can't connect to|Connection refused|Network is unreachable|No route to host|name resolution|Name or service not known/i;

const TABLE =
  /\b(UndefinedTable|PendingMigrationError)\b|no such table|relation ".*" does not exist|[Tt]able '.*' doesn't exist|Could not find table/;

const SECRET =
  /placeholder\b|EncryptedFile::(MissingKey|InvalidKeyLength)Error|MessageEncryptor::InvalidMessage/;

/** An app that takes the role's credentials out of its variables by `ENV.fetch`. */
const CREDENTIALS = /key not found: "AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)"/;

/**
 * Recognises a failure that the runner causes, because it lacks something, and not the app.
 * @param said what the app wrote about this failure, not its whole log
 * @param placeholders whether the app was given placeholders instead of secrets
 */
export function whatIsAbsent(said: string, placeholders: boolean): Absent | undefined {
  if (TABLE.test(said)) return "a table";
  if (HOST.test(said)) return "a database or host";
  if (CREDENTIALS.test(said)) return "AWS's credentials";
  return placeholders && SECRET.test(said) ? "a secret" : undefined;
}

/**
 * Returns what an app wrote about why it ended. Puma names the exception that kept it from loading the app.
 * https://github.com/puma/puma/blob/v6.4.0/lib/puma/runner.rb
 */
export function lastWords(output: string): string {
  const named = output.split("! Unable to load application: ").at(-1) ?? "";
  if (named !== output) return named.split(/\n(?=\s|\/|!|bundler:)/, 1)[0] ?? "";
  return output.trimEnd().split("\n").slice(-10).join("\n");
}
