/** Schemes by which Rails, its gems and their drivers know a data store: a database, a cache, a queue. */
const SCHEMES = [
  "postgres",
  "postgresql",
  "mysql",
  "mysql2",
  "trilogy",
  "redis",
  "rediss",
  "mongodb",
  "mongodb+srv",
  "amqp",
  "amqps",
];

/**
 * Returns the scheme of a data store's URL, in lower case; undefined if the value is none. A file, as `sqlite3:` names
 * one, is no data store: nobody else reaches it.
 */
export function dataStoreScheme(value: string): string | undefined {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):\/\//i.exec(value)?.[1]?.toLowerCase();
  return scheme !== undefined && SCHEMES.includes(scheme) ? scheme : undefined;
}
