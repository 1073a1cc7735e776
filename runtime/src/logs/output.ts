/** Where log text goes. In Lambda that is the process's stdout. */
export interface Output {
  /** @param text whole lines, each with its line feed */
  write(text: string | Uint8Array): void;
  /** Settles when everything written before has left the process. */
  flush(): Promise<void>;
}

/** Writes to stdout directly: in Lambda, `console` adds a timestamp, a level and a tab, and joins lines. */
export const stdout: Output = {
  write: (text) => void process.stdout.write(text),
  flush: () => new Promise((resolve) => process.stdout.write("", () => resolve())),
};
