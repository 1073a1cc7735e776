/** One answer, or the lack of one, as a browser saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  /** 0 where there was no answer. */
  readonly status: number;
}

export interface Findings {
  /** What is wrong: a page or a file of the app that does not come. */
  readonly failures: readonly string[];
  /** Paths of the app's host that are not below `base`: written out by hand, somewhere in the app. */
  readonly outside: readonly string[];
}

/**
 * What is wrong with what a browser saw of an app. Other hosts are not the app's matter, nor is what a page made itself:
 * the origin of a `blob:` URL is the page's, and nobody is asked for it.
 * @param base what the app is served below, such as `https://localhost:4000/dev`
 */
export function judge(seen: readonly Seen[], base: string): Findings {
  const { origin, protocol } = new URL(base);
  const own = seen
    .map((one) => ({ ...one, to: new URL(one.url) }))
    .filter(({ to }) => to.origin === origin && to.protocol === protocol);
  const below = (url: string) => url === base || /^[/?#]/.test(url.slice(base.length));
  const isBelow = ({ url }: Seen) => url.startsWith(base) && below(url);
  const say = ({ method, url, status }: Seen) =>
    `${method} ${new URL(url).pathname}: ${status || "no answer"}`;
  const bad = ({ status }: Seen) => status === 0 || status >= 400;
  return {
    failures: unique(own.filter((one) => isBelow(one) && bad(one)).map(say)),
    outside: unique(own.filter((one) => !isBelow(one)).map(say)),
  };
}

/** A link as it stands in a page. */
export interface Link {
  readonly href: string;
  /** `data-method` or `data-turbo-method`: not a page. */
  readonly method: string | null;
}

/** The links of a page that a visitor may follow without changing anything, each once. */
export function linksToFollow(links: readonly Link[], base: string, most: number): string[] {
  const pages = links
    .filter(({ method }) => method === null || method.toLowerCase() === "get")
    .map(({ href }) => href.replace(/#.*/s, ""))
    .filter((href) => href.startsWith(`${base}/`) && !/log-?_?out|sign_?out|destroy/i.test(href));
  return unique(pages).slice(0, most);
}

const unique = (texts: readonly string[]) => [...new Set(texts)];
