/** Words whose values are secret, whatever stands between: `password: "x"`, `TOKEN=x`, `ENV["KEY"] || "x"`. */
const NAMED =
  /(\w*(?:token|passw(?:or)?d|secret|api_?key|access_?key|private_?key|credentials?)\w*["'\])}]*\s*(?:=>|\|\|=?|[:=,])\s*["']?)([^\s"'&,)]+)/gi;

/** Forms that say themselves what they are: GitHub's, GitLab's, AWS's, Slack's, Stripe's, npm's, RubyGems'. */
const MARKED =
  /\b(gh[a-z]_|github_pat_|glpat-|AKIA|ASIA|xox[a-z]-|[sr]k_(?:live|test)_|npm_|rubygems_)[\w-]{6,}/g;

/**
 * Hides what Gemfiles and lockfiles are known to hold: credentials in a source's URL, tokens in a string, and
 * every value that the inputs say is secret. Line by line, so that a diff stays one.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret !== "");
  return known
    .reduce((masked, secret) => masked.replaceAll(secret, "***"), text)
    .replace(/(\w:\/\/)[^/@\s"']+@/g, "$1***@")
    .replace(MARKED, "$1***")
    .replace(NAMED, "$1***");
}
