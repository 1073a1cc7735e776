import type { Output } from "./output.ts";

/** How many names a sandbox remembers: clients choose them. */
const MOST = 20;

/** Characters of a name that are shown. */
const LONGEST = 64;

/** Says once a sandbox which of the clients' headers never reach the app. */
export class LeftOutHeaders {
  readonly #output: Pick<Output, "write">;
  readonly #known = new Set<string>();

  constructor(output: Pick<Output, "write">) {
    this.#output = output;
  }

  /** @param names header names: tokens, which hold no blanks and no control characters */
  report(names: readonly string[]): void {
    for (const name of names) {
      const shown = name.slice(0, LONGEST).toLowerCase();
      if (this.#known.size >= MOST || this.#known.has(shown)) continue;
      this.#known.add(shown);
      this.#output.write(
        `megamode: The client's header ${shown} is left out: to a Rack app it would be ${shown.replaceAll("_", "-")}.\n`,
      );
    }
  }
}
