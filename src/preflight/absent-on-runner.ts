/** What is not there on the runner and may well be there in Lambda. */
export type Absent = "a database or host" | "a table" | "a secret";

/** Exceptions and messages of drivers, of Ruby's sockets and of the resolver. */
const HOST =
  /\b(ConnectionNotEstablished|DatabaseConnectionError|NoDatabaseError|ConnectionBad|CannotConnectError|ConnectionError|ConnectionFailed|ConnectTimeout|OpenTimeout|ResolutionError|SocketError|NoServerAvailable|NoNodesAvailable|NetworkingError|MissingCredentialsError|CantOpenException|E(CONNREFUSED|HOSTUNREACH|NETUNREACH|TIMEDOUT|ADDRNOTAVAIL))\b|getaddrinfo|could not translate host name|Can't connect to|Connection refused|Network is unreachable|No route to host|name resolution|Name or service not known/i;

const TABLE =
  /\b(UndefinedTable|PendingMigrationError)\b|no such table|relation ".*" does not exist|[Tt]able '.*' doesn't exist|Could not find table/;

const SECRET =
  /placeholder\b|EncryptedFile::(MissingKey|InvalidKeyLength)Error|MessageEncryptor::InvalidMessage/;

/**
 * Whether a failure is the runner's lack, and not the app's fault.
 * @param said what the app said of the failure itself, and not all of its log
 * @param placeholders whether it was given any, in place of its secrets
 */
export function whatIsAbsent(said: string, placeholders: boolean): Absent | undefined {
  if (TABLE.test(said)) return "a table";
  if (HOST.test(said)) return "a database or host";
  return placeholders && SECRET.test(said) ? "a secret" : undefined;
}

/**
 * What an app said last of why it ended: Puma names the exception that the app was not loaded for.
 * https://github.com/puma/puma/blob/v6.4.0/lib/puma/runner.rb
 */
export function lastWords(output: string): string {
  const named = output.split("! Unable to load application: ").at(-1) ?? "";
  if (named !== output) return named.split(/\n(?=\s|\/|!|bundler:)/, 1)[0] ?? "";
  return output.trimEnd().split("\n").slice(-10).join("\n");
}
