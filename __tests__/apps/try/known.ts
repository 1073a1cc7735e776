import type { Findings } from "./findings.ts";

/**
 * Takes out of what is wrong with an app what its authors know: it is wrong on every server.
 * @param known texts of failures, as a smoke path exports them by the name `known`
 */
export function withoutKnown<F extends Findings>(
  found: F,
  known: readonly RegExp[],
): F & { readonly known: readonly string[] } {
  const isKnown = (failure: string) => known.some((pattern) => pattern.test(failure));
  return {
    ...found,
    failures: found.failures.filter((failure) => !isKnown(failure)),
    known: [...new Set(found.failures.filter(isKnown))],
  };
}
