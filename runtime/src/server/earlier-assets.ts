import { existsSync } from "node:fs";

/** Lambda may freeze the sandbox while it connects. When it wakes, an old connection has timed out. */
const TRIES = 3;

/** Brings the previous release's assets, which the app can do without, while the app already serves. */
export class EarlierAssets {
  readonly #root: string;
  readonly #load: () => Promise<void>;
  readonly #log: (line: string) => void;
  #done: Promise<void> | undefined;

  /**
   * @param load brings them to the root
   * @param log is given one line if they cannot be brought
   */
  constructor(root: string, load: () => Promise<void>, log: (line: string) => void) {
    this.#root = root;
    this.#load = load;
    this.#log = log;
  }

  /** Begins to load them, once. */
  start(): void {
    this.#done ??= this.#try();
  }

  /** Waits for a path's file, if it may be one of them: settles when it is there, or will never be. */
  async settled(path: string): Promise<void> {
    if (!path.startsWith("/assets/") || existsSync(`${this.#root}/app/public${path}`)) return;
    await this.#done;
  }

  async #try(): Promise<void> {
    let reason = "";
    for (let left = TRIES; left > 0; left -= 1) {
      try {
        return await this.#load();
      } catch (error) {
        reason = (error as Error).message.split("\n", 1)[0]!;
      }
    }
    this.#log(`megamode: assets of the previous release are missing: ${reason}\n`);
  }
}
