import { type HeaderLines, type HttpResponse, headerValue } from "./message.ts";

export interface Problem {
  readonly status: number;
  /** A few words. */
  readonly title: string;
  /** What happened and what to do. The client sees it, so it must hold no secrets. */
  readonly detail: string;
}

/** Renders the proxy's own answer: JSON for a client that asks for JSON, HTML for a browser. */
export function renderProblem(problem: Problem, headers: HeaderLines): HttpResponse {
  const accept = headerValue(headers, "accept") ?? "";
  const json = accept.includes("json") && !accept.includes("text/html");
  const text = json
    ? JSON.stringify({ status: problem.status, error: problem.title, detail: problem.detail })
    : `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(problem.title)}</title>` +
      `<h1>${escapeHtml(problem.title)}</h1><p>${escapeHtml(problem.detail)}</p></html>\n`;
  return {
    status: problem.status,
    headers: [
      ["Content-Type", json ? "application/json" : "text/html; charset=utf-8"],
      ["Cache-Control", "no-store"],
    ],
    body: Buffer.from(text),
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
