/** Schemes by which Rails, Redis', MongoDB's and RabbitMQ's clients know a server. */
const SERVERS: ReadonlySet<string> = new Set([
  ...["postgres", "postgresql", "postgis", "cockroachdb"],
  ...["mysql", "mysql2", "trilogy", "mariadb", "sqlserver", "oracle", "oracle-enhanced"],
  ...["redis", "rediss", "valkey", "valkeys", "memcached"],
  ...["mongodb", "mongodb+srv", "amqp", "amqps"],
]);

/** Schemes whose rest is a path: https://guides.rubyonrails.org/configuring.html#configuring-a-database */
const FILES: ReadonlySet<string> = new Set(["sqlite3", "sqlite"]);

/** Whether a variable's name says that it holds a database, in whatever form: `DATABASE_URL`, `QUEUE_DATABASE_URI` ... */
export function isDatabaseName(name: string): boolean {
  return /^(.+_)?DATABASE_UR[LI]$/i.test(name);
}

/**
 * Returns the scheme of a data store's URL in lower case, such as `postgres` or `sqlite3`; undefined if the value is
 * no such URL. Quotes, blanks and Java's `jdbc:` before it do not hide it. A server needs `//`: `redis:7` is an image.
 */
export function dataStoreScheme(value: string): string | undefined {
  const [, written = "", rest = ""] =
    /^[\s"'`]*(?:jdbc:)?([a-z][a-z0-9+-]*):(.*)$/is.exec(value) ?? [];
  const scheme = written.toLowerCase();
  if (FILES.has(scheme) && rest !== "") return scheme;
  return SERVERS.has(scheme) && rest.startsWith("//") ? scheme : undefined;
}
