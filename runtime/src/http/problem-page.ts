import {
  type BadRequestError,
  type HeaderLines,
  type HttpResponse,
  headerValue,
} from "./message.ts";

export interface Problem {
  readonly status: number;
  /** A few words. */
  readonly title: string;
  /** What happened and what to do. The client sees it, so it must hold no secrets, and nothing of the app's output. */
  readonly detail: string;
  /** By which an operator finds in the log what the client is not told. */
  readonly requestId?: string;
}

const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;color:#333;max-width:36em;margin:15vh auto;padding:0 1em}small{color:#666}";

/** Renders the proxy's own answer: JSON for a client that asks for JSON, HTML for a browser. */
export function renderProblem(problem: Problem, headers: HeaderLines): HttpResponse {
  const { status, title, detail, requestId } = problem;
  const accept = (headerValue(headers, "accept") ?? "").toLowerCase();
  const json = accept.includes("json") && !accept.includes("text/html");
  const id = requestId ? `<p><small>Request id: ${escapeHtml(requestId)}</small></p>` : "";
  const text = json
    ? JSON.stringify({ status, error: title, detail, requestId })
    : `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${escapeHtml(title)}</title><style>${STYLE}</style>` +
      `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(detail)}</p>${id}</html>\n`;
  return {
    status,
    headers: [
      ["Content-Type", json ? "application/json" : "text/html; charset=utf-8"],
      ["Cache-Control", "no-store"],
    ],
    body: Buffer.from(text),
  };
}

/** Renders the answer to a request that must not be forwarded. */
export function badRequest({ message }: BadRequestError, headers: HeaderLines): HttpResponse {
  return renderProblem({ status: 400, title: "Bad request", detail: message }, headers);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
