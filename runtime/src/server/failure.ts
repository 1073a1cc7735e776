import type { HeaderLines, HttpResponse } from "../http/message.ts";
import { renderProblem } from "../http/problem-page.ts";
import type { Output } from "../logs/output.ts";
import type { StartedServer } from "./rack-server.ts";

/** What the client is told of each kind of failure: nothing of the app. */
const PAGES = {
  broken: [502, "The app did not answer"],
  "no-start": [503, "The app did not start"],
  starting: [504, "The app is still starting"],
  late: [504, "The app took too long to answer"],
} as const;

/** A request that the rack server did not answer. */
export interface Failure {
  readonly kind: keyof typeof PAGES;
  /** For the log: sentences. */
  readonly reason: string;
  /** The server, if it has ended: the log tells the last of it. */
  readonly server?: Pick<StartedServer, "log" | "vitals">;
}

/** Makes the page of a failure, and writes to the log what the client is not told. */
export function failurePage(
  { kind, reason, server }: Failure,
  requestId: string,
  headers: HeaderLines,
  output: Output,
): HttpResponse {
  const [status, title] = PAGES[kind];
  const sentence = reason.charAt(0).toUpperCase() + reason.slice(1);
  const lines = [`${title}. ${sentence}${server ? ` ${server.vitals}` : ""}`];
  if (server) lines.push("Its last lines:", ...server.log.lastLines().map((line) => `  ${line}`));
  output.write(
    lines
      .flatMap((line) => line.split("\n"))
      .map((line) => `megamode: ${line}\n`)
      .join(""),
  );
  const detail = "Please try again. If it does not help, tell the site's owner the request id.";
  return renderProblem({ status, title, detail, requestId }, headers);
}
