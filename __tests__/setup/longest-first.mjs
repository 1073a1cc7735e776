import base from "@jest/test-sequencer";

/**
 * Integration and end-to-end files by what they take, the longest first: a long one that begins last would run
 * alone. What compiles Rails' gems comes first; the other tests of Rails come when the cache has them.
 */
const ORDER = [
  "browser.e2e",
  "bundler.e2e",
  "fresh-clone.e2e",
  "recipes.e2e",
  "bad-input.e2e",
  "two-at-once.e2e",
  "previews.e2e",
  "errors.e2e",
  "preflight.e2e",
  "deploy.e2e",
  "secrets.e2e",
  "try-app.e2e",
  "injection.e2e",
  "apps-as-people-have-them.e2e",
  "demo.e2e",
  "postgres.e2e",
  "sandbox.e2e",
  "prewarm.e2e",
  "reproducible.e2e",
  "sessions.e2e",
  "release-command.e2e",
  "policy.integration",
  "supervision.integration",
  "hostile-requests.integration",
  "ruby.integration",
  "vendor.integration",
  "trial.integration",
  "cloud-on-aws.integration",
].map((name) => `/${name}.test.ts`);

/** Namesakes of the sources that `--findRelatedTests` asks about: with `--bail` they end a run soonest. */
const NAMESAKES = process.argv
  .filter((argument) => /^(src|runtime|local|contract)\/.*\.ts$/.test(argument))
  .map((source) => `/__tests__/${source.replace("runtime/src/", "runtime/").slice(0, -3)}.test.ts`);

const Sequencer = base.default ?? base;

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      if (NAMESAKES.some((end) => path.endsWith(end))) return -1;
      const at = ORDER.findIndex((end) => path.endsWith(end));
      return at === -1 ? ORDER.length : at;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
}
