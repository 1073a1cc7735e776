/** Values that a word marks as secret: `password: "x"`, `TOKEN=x`, `ENV["API_KEY"] || "x"`. */
const NAMED =
  /(\w*(?:token|passw(?:or)?d|secret|api_?key|access_?key|private_?key|credentials?)\w*["'\])}]*\s*(?:=>|\|\|=?|[:=,])\s*["']?)([^\s"'&,)]+)/gi;

/** Tokens that are known by how they begin: GitHub's, GitLab's, AWS's, Slack's, Stripe's, npm's, RubyGems'. */
const PREFIXED =
  /\b(gh[a-z]_|github_pat_|glpat-|AKIA|ASIA|xox[a-z]-|[sr]k_(?:live|test)_|npm_|rubygems_)[\w-]{6,}/g;

/**
 * Hides what Gemfiles and lockfiles are known to hold: credentials in a source's URL, tokens in a string, and
 * every value that is known to be secret. No line end is touched, so that a diff stays one.
 */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== "")
    .reduce((masked, secret) => masked.replaceAll(secret, "***"), text)
    .replace(/(\w:\/\/)[^/@\s"']+@/g, "$1***@")
    .replace(PREFIXED, "$1***")
    .replace(NAMED, "$1***");
}
