import type { Output } from "./output.ts";

/** Says a thing once a sandbox. */
export class Once {
  readonly #output: Pick<Output, "write">;
  readonly #said = new Set<string>();

  constructor(output: Pick<Output, "write">) {
    this.#output = output;
  }

  /** @param key one of a few: they are remembered */
  say(key: string, text: string): void {
    if (this.#said.has(key)) return;
    this.#said.add(key);
    this.#output.write(`megamode: ${text}\n`);
  }
}
