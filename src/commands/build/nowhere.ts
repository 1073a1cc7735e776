/** Where a build finds the data store of a URL that is withheld from it: nowhere. */
const NOWHERE = /:\/\/localhost\/(none|0)$/;

/**
 * Makes a URL that chooses the adapter of a data store and leads to none.
 * @param scheme such as `postgres`
 */
export function nowhereUrl(scheme: string): string {
  // Redis numbers its databases: its client raises an error for a path that is no number.
  const path = /^(redis|rediss|valkey|valkeys)$/.test(scheme) ? "0" : "none";
  return `${scheme}://localhost/${path}`;
}

/** Whether a variable's value is such a URL. */
export function isNowhere(value: string): boolean {
  return NOWHERE.test(value);
}
