import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Command, Finished, Shell } from "../ports/shell.ts";
import { boundedText } from "./bounded-text.ts";
import { childEnvironment } from "./child-environment.ts";

/** A child process to start, with its whole environment. */
export interface Start {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Removes what was made for it. To be called when it has ended, or could not be started. */
  readonly end?: () => void;
}

/** Wraps a start in another one, such as one that enters a mount namespace. What it wraps gets the same environment. */
export type Wrap = (start: Start) => Start;

/**
 * Makes a shell that starts child processes on this machine.
 * @param added variables that every child gets besides those of `childEnvironment`; a command's own come first
 */
export function createShell(
  wrap: Wrap = (start) => start,
  added: Readonly<Record<string, string>> = {},
): Shell {
  return {
    async run({ env, ...command }, onLine) {
      const start = wrap({ ...command, env: mergeEnvironment({ ...added, ...env }) });
      try {
        return await run(start, onLine);
      } finally {
        start.end?.();
      }
    },
  };
}

/** Characters after which a line is cut: one without an end must not take all memory. */
const LONGEST_LINE = 64 * 1024;

/** Characters that a cut moves back at most, to the beginning of a word. */
const LONGEST_WORD = 4096;
const BETWEEN_WORDS = /[\s"'`,;<>(){}[\]]/;

function run(command: Start, onLine?: (line: string) => void): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.file, [...command.args], {
      cwd: command.cwd,
      env: command.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stdout = boundedText();
    const output = boundedText();
    /** Reports all but the last piece of a long line, which it returns. */
    const tellPieces = (line: string): string => {
      let rest = line;
      while (rest.length > LONGEST_LINE) {
        const end = endOfPiece(rest);
        onLine?.(rest.slice(0, end));
        rest = rest.slice(end);
      }
      return rest;
    };
    const tell = (line: string) => onLine?.(tellPieces(line));
    const listen = (stream: NodeJS.ReadableStream, collect: (text: string) => void) => {
      let rest = "";
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        collect(text);
        output.add(text);
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) tell(line);
        rest = tellPieces(rest);
      });
      stream.on("end", () => {
        if (rest !== "") tell(rest);
      });
    };
    listen(child.stdout, (text) => stdout.add(text));
    listen(child.stderr, () => {});
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const status = code ?? 128 + (signal ? constants.signals[signal] : 0);
      resolve({
        status,
        output: output.end(),
        get stdout() {
          return stdout.whole(`The output of \`${command.file}\``);
        },
      });
    });
  });
}

/** Says where to cut a longer line: between two words if possible, since half a secret is not recognized. */
function endOfPiece(line: string): number {
  for (let end = LONGEST_LINE; end > LONGEST_LINE - LONGEST_WORD; end -= 1) {
    if (BETWEEN_WORDS.test(line.charAt(end - 1))) return end;
  }
  return LONGEST_LINE;
}

function mergeEnvironment(added: Command["env"] = {}): Record<string, string> {
  const merged = Object.entries({ ...childEnvironment(process.env), ...added });
  return Object.fromEntries(
    merged.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
