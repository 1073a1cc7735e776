import * as core from "@actions/core";
import { formatDuration } from "../format.ts";
import type { Clock } from "../ports/clock.ts";
import type { Reporter } from "../ports/reporter.ts";
import { inert } from "./foreign-text.ts";
import { createSecretMask } from "./secret-mask.ts";
import { type Write, writeCommand } from "./workflow-command.ts";

/**
 * Reports a run to GitHub: groups, annotations and masks. Only the commands that are written here are obeyed: all text
 * may be somebody else's, so all of it is made inert.
 * @param write writes a line to stdout
 */
export function githubReporter(clock: Clock, write: Write): Reporter {
  const screen = createScreen();
  const info = (line: string) => write(screen.pass(line));
  const annotate = (kind: "notice" | "warning" | "error") => (message: string) =>
    writeCommand(write, kind, screen.pass(message));
  return {
    async group(title, step) {
      writeCommand(write, "group", screen.passLine(title));
      try {
        return await timed(clock, step, (text) => info(`${title}: ${text}`));
      } finally {
        writeCommand(write, "endgroup");
      }
    },
    info,
    notice: annotate("notice"),
    warning: annotate("warning"),
    error: annotate("error"),
    keepReadable: screen.keepReadable,
    secret(value) {
      for (const one of screen.addSecret(value)) writeCommand(write, "add-mask", one);
    },
    ...stepFiles(screen),
  };
}

/** Reports a run to a person at a terminal. */
export function terminalReporter(clock: Clock, write: Write): Reporter {
  const screen = createScreen();
  const say = (text: string) => write(screen.pass(text));
  return {
    async group(title, step) {
      say(`\u2022 ${screen.passLine(title)}`);
      return timed(clock, step, (text) => say(`  ${text}`));
    },
    info: (line) => say(`  ${line}`),
    notice: (message) => say(`note: ${message}`),
    warning: (message) => say(`warning: ${message}`),
    error: (message) => say(`error: ${message}`),
    keepReadable: screen.keepReadable,
    secret: (value) => void screen.addSecret(value),
    ...stepFiles(screen),
  };
}

type Screen = ReturnType<typeof createScreen>;

/** What every text passes before it is printed. */
function createScreen() {
  const mask = createSecretMask();
  // Hidden twice: what stands invisibly in the middle of a secret is gone only when the text is inert.
  const pass = (text: string) => mask.hide(inert(mask.hide(text)));
  return {
    pass,
    passLine: (text: string) => pass(text).replaceAll("\n", " "),
    hide: mask.hide,
    addSecret: mask.add,
    keepReadable: mask.keepReadable,
  };
}

/** Writes outputs and the summary to the files that the runner gives a step, wherever the log goes. */
const stepFiles = (screen: Screen) => ({
  output(name: string, value: string) {
    if (process.env.GITHUB_OUTPUT) core.setOutput(name, value);
  },
  async summary(markdown: string) {
    if (process.env.GITHUB_STEP_SUMMARY) {
      await core.summary.addRaw(screen.hide(markdown), true).write();
    }
  },
});

async function timed<T>(
  clock: Clock,
  step: () => Promise<T>,
  tell: (duration: string) => void,
): Promise<T> {
  const start = clock.now();
  const result = await step();
  tell(formatDuration(clock.now() - start));
  return result;
}
