import type { Command, Finished, Shell } from "../../src/ports/shell.ts";

/** What a test says that a command did: nothing said is success without output. */
export interface Outcome {
  readonly status?: number;
  readonly output?: string;
}

export interface FakeShell extends Shell {
  /** Every command, in order. */
  readonly ran: Command[];
}

/**
 * A shell that starts no process.
 * @param does told each command; may write what the command would write
 */
export function fakeShell(
  does: (command: Command) => Outcome | undefined | Promise<Outcome | undefined> = () => {},
): FakeShell {
  const ran: Command[] = [];
  return {
    ran,
    async run(command, onLine): Promise<Finished> {
      ran.push(command);
      const { status = 0, output = "" } = (await does(command)) ?? {};
      if (onLine && output !== "") for (const line of output.trimEnd().split("\n")) onLine(line);
      return { status, stdout: output, output };
    },
  };
}

/** The command as a person would type it. */
export function typed({ file, args }: Command): string {
  return [file, ...args].join(" ");
}
