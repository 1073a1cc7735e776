import type { Reporter } from "../ports/reporter.ts";
import { readCommand, type Write } from "./workflow-command.ts";

type Stream = Pick<NodeJS.WriteStream, "write">;
type Told = Pick<Reporter, "info" | "notice" | "warning" | "error" | "secret">;

/**
 * Takes stdout and stderr for the reporter alone. What a library of ours writes there, its own words or those of a
 * program that it runs, becomes a report: it passes what all other text passes.
 * @returns `write`, for the reporter; `handOver`, which says who gets what libraries write from then on; `written`,
 *   which waits until all that the reporter wrote has left this process
 */
export function takeStandardStreams(
  streams: { readonly stdout: Stream; readonly stderr: Stream } = process,
) {
  const { stdout, stderr } = streams;
  const original = stdout.write.bind(stdout);
  let tell: (text: string | Uint8Array) => void = () => {};
  const redirected = (
    text: string | Uint8Array,
    encoding?: unknown,
    done: unknown = encoding,
  ): boolean => {
    tell(text);
    if (typeof done === "function") done();
    return true;
  };
  stdout.write = redirected;
  stderr.write = redirected;
  return {
    write: ((line) => void original(`${line}\n`)) satisfies Write,
    written: () => new Promise<void>((done) => void original("", () => done())),
    handOver(reporter: Told) {
      tell = (text) => report(text, reporter);
    },
  };
}

function report(text: string | Uint8Array, reporter: Told): void {
  // A library writes a command as a string. Bytes come from a program: no command of theirs counts.
  const command = typeof text === "string" ? readCommand(text) : undefined;
  if (command === undefined) reporter.info(Buffer.from(text).toString().replace(/\n$/, ""));
  else if (command.name === "add-mask") reporter.secret(command.message);
  else if (command.name !== "debug") reporter[command.name](command.message);
  else if (process.env.RUNNER_DEBUG === "1") reporter.info(command.message);
}
