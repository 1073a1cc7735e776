/** What the client and the front door send, the same to every server: `https://localhost` and a path. */
export const HOST = "localhost";
export const CLIENT = "127.0.0.1";
export const SENT = {
  host: HOST,
  accept: "text/html,*/*",
  "user-agent": "megamode-bench",
} as const;

/** What a front door adds: without it an app with `force_ssl` answers every page by a redirect to https. */
export const FORWARDED = {
  "x-forwarded-for": CLIENT,
  "x-forwarded-proto": "https",
  "x-forwarded-port": "443",
  "x-forwarded-host": HOST,
} as const;

/** An answer, without what differs from one request to the next. */
export interface Answer {
  readonly status: number;
  /** The media type, without parameters. */
  readonly type: string;
  /** Where a redirect leads; empty if it is none. */
  readonly location: string;
  /** The text of an HTML page's title. */
  readonly title: string;
  readonly empty: boolean;
}

/** @param header returns a header's value; its name is in lower case */
export function readAnswer(
  status: number,
  header: (name: string) => string | undefined,
  body: string,
): Answer {
  return {
    status,
    type: (header("content-type") ?? "").split(";", 1)[0]!.trim().toLowerCase(),
    location: header("location") ?? "",
    title: /<title\b[^>]*>([^<]*)/i.exec(body)?.[1]?.trim() ?? "",
    empty: body.length === 0,
  };
}

/**
 * Compares the answers of all ways to start a server. Times of two servers say something only if both served the same
 * page.
 */
export class SamePage {
  readonly #path: string;
  #first: { readonly way: string; readonly answer: Answer } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Takes an answer. A redirect counts if every way answers by the same one.
   * @throws Error if it is no page, or another page than that of the first answer
   */
  see(way: string, answer: Answer): void {
    const shown = `${way}: ${this.#path} answers ${describe(answer)}`;
    if (!isAnswer(answer, this.#path)) {
      throw new Error(`${shown}. Name a page that everybody may see with --path`);
    }
    this.#first ??= { way, answer };
    const expected = describe(this.#first.answer);
    if (describe(answer) !== expected) {
      throw new Error(`${shown}, but ${this.#first.way} answered ${expected}`);
    }
  }

  /** Says what was served, in words. */
  get served(): string {
    const { answer } = this.#first ?? {};
    if (!answer) return "nothing was asked";
    const note = answer.location ? ": the redirect is timed, not the page behind it" : "";
    return `${this.#path} answers ${describe(answer)}${note}`;
  }
}

function isAnswer({ status, location, empty }: Answer, path: string): boolean {
  if (status === 200) return !empty;
  if (![301, 302, 303, 307, 308].includes(status) || location === "") return false;
  // To itself: what answered is not the app's page, but what sends clients to another scheme or host.
  const to = URL.parse(location, `https://${HOST}`);
  return to !== null && `${to.pathname}${to.search}` !== path;
}

function describe({ status, type, location, title, empty }: Answer): string {
  const text = title && ` ${JSON.stringify(title)}`;
  return `${status} ${location || `${type || "without a type"}${text}${empty ? ", empty" : ""}`}`;
}
