/** Where log text goes: the real one is the process's stdout. */
export interface Output {
  /** @param text whole lines, each with its line feed */
  write(text: string | Uint8Array): void;
  /** Settles when all that was written before is out of the process. */
  flush(): Promise<void>;
}

/** Raw stdout: `console` in Lambda adds a timestamp, a level and a tab, and joins lines. */
export const stdout: Output = {
  write: (text) => void process.stdout.write(text),
  flush: () => new Promise((resolve) => process.stdout.write("", () => resolve())),
};
