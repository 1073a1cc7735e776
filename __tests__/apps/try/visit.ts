import { setTimeout } from "node:timers/promises";
import type { Browser, Page, Request } from "playwright-core";
import { type Findings, judge, type Link, linksToFollow, type Seen } from "./findings.ts";

/** A browser's window on an app, and where the app is. What a smoke path is given. */
export interface Visit {
  readonly page: Page;
  /** What the app is served below, without a slash at its end. */
  readonly url: string;
  /** A path of the app's, in the browser; waits until nothing is asked for any more. */
  go(path: string): Promise<number>;
  /** Waits until nothing is asked for: leaving a page ends what it still asks for. */
  settled(): Promise<void>;
}

/** A smoke path: what a user does with this app. Throws where it cannot be done. */
export type Smoke = (visit: Visit) => Promise<void>;

/** As many pages are looked at behind the first one. */
const MOST_LINKS = 40;

/** Opens a window of a new user, does something in it, and tells what was wrong meanwhile. */
export async function visited(
  browser: Browser,
  url: string,
  act: Smoke,
): Promise<Findings & { readonly seen: number }> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-US" });
  context.setDefaultTimeout(90_000); // A cold start on a machine that is busy.
  const page = await context.newPage();
  const seen: Seen[] = [];
  const scriptErrors: string[] = [];
  const pending = new Set<Request>();
  const end = (request: Request, status: number) => {
    pending.delete(request);
    seen.push({ method: request.method(), url: request.url(), status });
  };
  page.on("request", (request) => pending.add(request));
  page.on("requestfinished", async (request) => {
    end(request, (await request.response())?.status() ?? 0);
  });
  // Chromium aborts a script whose answer is an error, and does not tell a stylesheet's answer.
  const refused = new Map<Request, number>();
  page.on("response", (response) => {
    if (response.status() >= 400) refused.set(response.request(), response.status());
  });
  page.on("requestfailed", (request) => {
    // What is downloaded, or answered by nothing (204), is no page.
    const aborted =
      request.failure()?.errorText === "net::ERR_ABORTED" &&
      request.resourceType() !== "stylesheet";
    const status = refused.get(request);
    if (aborted && status === undefined) pending.delete(request);
    else end(request, status ?? 0);
  });
  page.on("pageerror", (error) => scriptErrors.push(`script: ${error.message}`));
  async function settled(): Promise<void> {
    const deadline = Date.now() + 60_000;
    for (let quiet = 0; quiet < 5 && Date.now() < deadline; ) {
      await setTimeout(100);
      quiet = pending.size === 0 ? quiet + 1 : 0;
    }
  }
  async function go(path: string): Promise<number> {
    await settled();
    const response = await page.goto(url + path);
    await settled();
    return response?.status() ?? 0;
  }
  try {
    await act({ page, url, go, settled });
    await settled();
  } catch (error) {
    scriptErrors.push(`stopped at ${page.url()}: ${(error as Error).message}`);
  } finally {
    await context.close();
  }
  const { failures, outside } = judge(seen, url);
  return { failures: [...failures, ...scriptErrors], outside, seen: seen.length };
}

const LINKS = `Array.from(document.querySelectorAll("a[href]"), (a) => ({
  href: a.href, method: a.getAttribute("data-method") ?? a.getAttribute("data-turbo-method"),
}))`;

/** Opens the first page and each page that it links to. */
export async function walk({ page, url, go }: Visit): Promise<void> {
  await go("/");
  const links = await page.evaluate<Link[]>(LINKS);
  for (const link of linksToFollow(links, url, MOST_LINKS)) {
    // What is sent as a file to keep is no page to open.
    await go(link.slice(url.length)).catch((error: Error) => {
      if (!/Download is starting|ERR_ABORTED/.test(error.message)) throw error;
    });
  }
}
