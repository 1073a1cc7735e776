import { Env } from "../../../contract/environment.ts";

/** What becomes of events that are not HTTP. */
export interface EventSettings {
  /** The app's path that they are posted to. Undefined: the app takes none. */
  readonly path: string | undefined;
  /** Whether the mapping of a source asks for `batchItemFailures`. @param arn of a queue, stream or table */
  reportsFailures(arn: unknown): boolean;
}

/** Without percent-encoding, so that the gem knows the path when a client writes it in any other way. */
const PATH = /^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+$/;

const SOURCES = /^(true|arn:\S+)$/;

/** @throws Error that names a variable with a wrong value */
export function readEventSettings(
  environment: Readonly<Record<string, string | undefined>>,
): EventSettings {
  const path = environment[Env.eventsPath] || undefined;
  if (path !== undefined && !PATH.test(path)) {
    throw new Error(
      `${Env.eventsPath} must be a path of the app such as /events, of letters, digits, ".", "_", "~" and "-": ${path}`,
    );
  }
  const text = environment[Env.reportBatchItemFailures] ?? "";
  const sources = text.split(/[\s,]+/).filter((one) => one !== "" && text !== "false");
  const wrong = sources.find((one) => !SOURCES.test(one));
  if (wrong !== undefined) {
    throw new Error(
      `${Env.reportBatchItemFailures} must be \`true\`, or ARNs of queues, streams and tables: ${wrong}`,
    );
  }
  const reportsFailures = (arn: unknown) =>
    sources.includes("true") || (typeof arn === "string" && sources.includes(arn));
  return { path, reportsFailures };
}
