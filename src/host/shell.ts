import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Command, Finished, Shell } from "../ports/shell.ts";
import { childEnvironment } from "./child-environment.ts";

/** Wraps a command in another one, such as one that enters a mount namespace. */
export type Wrap = (command: Command) => Command;

/**
 * Makes a shell that starts child processes on this machine.
 * @param added variables that every child gets besides those of `childEnvironment`; a command's own come first
 */
export function createShell(
  wrap: Wrap = (command) => command,
  added: Readonly<Record<string, string>> = {},
): Shell {
  return {
    run: (command, onLine) => run(wrap({ ...command, env: { ...added, ...command.env } }), onLine),
  };
}

function run(command: Command, onLine?: (line: string) => void): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.file, [...command.args], {
      cwd: command.cwd,
      env: mergeEnvironment(command.env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let output = "";
    const listen = (stream: NodeJS.ReadableStream, collect: (text: string) => void) => {
      let rest = "";
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        collect(text);
        output += text;
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) onLine?.(line);
      });
      stream.on("end", () => {
        if (rest !== "") onLine?.(rest);
      });
    };
    listen(child.stdout, (text) => {
      stdout += text;
    });
    listen(child.stderr, () => {});
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const status = code ?? 128 + (signal ? constants.signals[signal] : 0);
      resolve({ status, stdout, output });
    });
  });
}

function mergeEnvironment(added: Command["env"] = {}): NodeJS.ProcessEnv {
  const merged: NodeJS.ProcessEnv = childEnvironment(process.env);
  for (const [name, value] of Object.entries(added)) {
    if (value === undefined) delete merged[name];
    else merged[name] = value;
  }
  return merged;
}
