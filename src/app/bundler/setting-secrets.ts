/**
 * Settings whose names hold a dot (`__`), yet are not the credentials of a source.
 * https://bundler.io/man/bundle-config.1.html
 */
const NO_HOST = /^BUNDLE_(BUILD|LOCAL|MIRROR|PATH|GEM|GIT|GITHUB__HTTPS|PLUGINS)(__|$)/;

/** Whether a setting is the credentials of a source: `BUNDLE_GEMS__EXAMPLE__COM`. */
export function isOfHost(name: string): boolean {
  return name.slice("BUNDLE_".length).includes("__") && !NO_HOST.test(name);
}

/** Finds credentials in a setting: `BUNDLE_GEMS__EXAMPLE__COM=user:password`, or a URL with a user in it. */
export function secretsOf(name: string, value: string): readonly string[] {
  const inUrl = [...value.matchAll(/:\/\/([^/@\s]+)@/g)].map(([, user = ""]) => user);
  const whole = (isOfHost(name) ? [value, ...inUrl] : inUrl).filter(Boolean);
  // Either half may be a token; a short text by itself would mask words that are no secret.
  const halves = whole.flatMap((one) => one.split(":")).filter((half) => half.length >= 8);
  return [...new Set([...whole.map((one) => (one.length < 8 ? `//${one}@` : one)), ...halves])];
}

/** Takes the users and passwords out of the URLs in a text: `http://user:password@proxy:80` becomes `http://proxy:80`. */
export function withoutUsers(text: string): string {
  // The last `@` before the path ends them: a password may hold one.
  return text.replace(/:\/\/[^/?#\s]*@/g, "://");
}
