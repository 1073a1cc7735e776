/** Writes a line, without its end, to stdout. */
export type Write = (line: string) => void;

interface LibraryCommand {
  readonly name: "add-mask" | "debug" | "error" | "notice" | "warning";
  readonly message: string;
}

/** The commands that a library of ours writes: GitHub's cache warns, and masks the signatures of its URLs. */
const OF_LIBRARIES = /^::(add-mask|debug|error|notice|warning)(?: [^\r\n]*?)?::([^\r\n]*)\r?\n?$/;

/**
 * Writes a command to the runner, as `@actions/core` does.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function writeCommand(write: Write, name: string, message = ""): void {
  const escaped = message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  write(`::${name}::${escaped}`);
}

/** Reads a text that is one command of a library's; undefined if it is anything else. */
export function readCommand(text: string): LibraryCommand | undefined {
  const [, name, escaped = ""] = OF_LIBRARIES.exec(text) ?? [];
  if (name === undefined) return undefined;
  const message = escaped.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  return { name: name as LibraryCommand["name"], message };
}
