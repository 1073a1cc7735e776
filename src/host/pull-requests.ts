import { UserError } from "../errors.ts";
import type { PullRequests } from "../ports/pull-requests.ts";

/** Asks for pull requests by GitHub's REST API: https://docs.github.com/en/rest/pulls/pulls#get-a-pull-request */
export function createPullRequests(github: {
  /** GITHUB_API_URL, which differs on GitHub Enterprise Server. */
  readonly apiUrl: string | undefined;
  /** `owner/name` */
  readonly repository: string | undefined;
  readonly token: string | undefined;
  readonly fetcher?: typeof fetch;
}): PullRequests {
  const { apiUrl = "https://api.github.com", repository, token, fetcher = fetch } = github;
  return {
    async isClosed(number) {
      if (!repository || !token) {
        throw new UserError(
          `Pull request ${number} cannot be looked up at GitHub: ${repository ? "`github-token` is empty" : "GITHUB_REPOSITORY is not set"}.`,
          "Leave `github-token` at its default, and run this in a workflow of the repository.",
        );
      }
      const response = await fetcher(`${apiUrl}/repos/${repository}/pulls/${number}`, {
        headers: {
          accept: "application/vnd.github+json",
          authorization: `Bearer ${token}`,
          "x-github-api-version": "2022-11-28",
          "user-agent": "megamode-deploy",
        },
        signal: AbortSignal.timeout(30_000),
      });
      const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
      if (response.ok && (answer.state === "open" || answer.state === "closed")) {
        return answer.state === "closed";
      }
      throw new UserError(
        `GitHub answers ${response.status} to a request for pull request ${number} of ${repository}: ${answer.message ?? "no reason given"}`,
        "Give the job `permissions: { pull-requests: read }`, or set `github-token` to one that may read pull requests.",
      );
    },
  };
}
