import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Command, Finished, Shell } from "../ports/shell.ts";
import { boundedText } from "./bounded-text.ts";

/** Wraps a command in another one, such as one that enters a mount namespace. */
export type Wrap = (command: Command) => Command;

/** Makes a shell that starts child processes on this machine. */
export function createShell(wrap: Wrap = (command) => command): Shell {
  return { run: (command, onLine) => run(wrap(command), onLine) };
}

/** Characters after which a line is cut: one without an end must not take all memory. */
const LONGEST_LINE = 64 * 1024;

function run(command: Command, onLine?: (line: string) => void): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.file, [...command.args], {
      cwd: command.cwd,
      env: mergeEnvironment(command.env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stdout = boundedText();
    const output = boundedText();
    const tell = (line: string) => {
      const pieces = Math.max(1, Math.ceil(line.length / LONGEST_LINE));
      for (let at = 0; at < pieces; at += 1) {
        onLine?.(line.slice(at * LONGEST_LINE, (at + 1) * LONGEST_LINE));
      }
    };
    const listen = (stream: NodeJS.ReadableStream, collect: (text: string) => void) => {
      let rest = "";
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        collect(text);
        output.add(text);
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) tell(line);
        for (; rest.length > LONGEST_LINE; rest = rest.slice(LONGEST_LINE)) {
          tell(rest.slice(0, LONGEST_LINE));
        }
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

function mergeEnvironment(added: Command["env"] = {}): NodeJS.ProcessEnv {
  const merged: NodeJS.ProcessEnv = { ...process.env };
  for (const [name, value] of Object.entries(added)) {
    if (value === undefined) delete merged[name];
    else merged[name] = value;
  }
  return merged;
}
