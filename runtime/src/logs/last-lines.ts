/** How many lines are remembered. */
const COUNT = 50;
/** Bytes of a line that are remembered. */
const WIDTH = 1000;

/** Remembers the last lines of a process, for the message of an error. */
export class LastLines {
  readonly #lines: string[] = [];

  push(line: Buffer): void {
    this.#lines.push(line.toString("utf8", 0, WIDTH));
    if (this.#lines.length > COUNT) this.#lines.shift();
  }

  get all(): readonly string[] {
    return this.#lines;
  }
}
