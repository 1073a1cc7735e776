import base from "@jest/test-sequencer";

/**
 * End-to-end files by what they take, the longest first: a long one that begins last would run alone. What
 * compiles Rails' gems comes first, the others of Rails when these are kept.
 */
const ORDER = [
  ...["browser", "bundler", "fresh-clone", "two-at-once", "previews", "bad-input", "preflight"],
  ...["errors", "injection", "earlier-assets", "demo", "vendor", "prewarm", "deploy", "secrets"],
  ...["release-command", "reproducible", "postgres", "sessions", "sandbox", "ruby"],
].map((name) => `/e2e/${name}.test.ts`);

const Sequencer = base.default ?? base;

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = ORDER.findIndex((end) => path.endsWith(end));
      return at === -1 ? ORDER.length : at;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
}
