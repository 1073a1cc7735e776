import { secretValues } from "../inputs/secrets.ts";
import type { ObservedFunction } from "../ports/functions.ts";
import type { Reporter } from "../ports/reporter.ts";

/**
 * Masks what looks secret among the variables of functions. Call it before anything is told that one of them wrote: it
 * may print any variable, such as one that an earlier run generated or that somebody added by hand.
 * @param functions a function that does not exist is undefined
 */
export function maskVariables(
  reporter: Pick<Reporter, "secret">,
  ...functions: readonly (Pick<ObservedFunction, "variables"> | undefined)[]
): void {
  for (const found of functions) {
    for (const secret of secretValues(found?.variables ?? {})) reporter.secret(secret);
  }
}
