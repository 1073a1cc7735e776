import type { Sink } from "./sink.ts";

/** A line feed. */
const NEWLINE = Buffer.of(10);

/** Bytes that the sink has yet to take, above which whoever writes waits. */
const MOST = 1024 * 1024;
/** Milliseconds without a byte taken, after which nobody waits any longer: an app must not hang because of its log. */
const PATIENCE = 1000;

/** What a sink has yet to take. Says who should wait for it, and when nobody should, because it takes nothing. */
export class Backlog {
  readonly #sink: Sink;
  readonly #onAwake: () => void;
  /** Bytes. */
  #sent = 0;
  #taken = 0;
  #stuck = false;
  #patience: NodeJS.Timeout | undefined;
  #waiting: { readonly isOver: () => boolean; readonly go: () => void }[] = [];

  /** @param onAwake called when a sink takes something again that was stuck */
  constructor(sink: Sink, onAwake: () => void) {
    this.#sink = sink;
    this.#onAwake = onAwake;
  }

  /** Whether nothing should be sent. */
  get stuck(): boolean {
    return this.#stuck;
  }

  send(bytes: Uint8Array): void {
    this.#sent += bytes.length;
    if (this.#patience === undefined) this.#watch();
    this.#sink.write(bytes, () => this.#took(bytes.length));
  }

  /** Sends something before it returns, for a process that is about to end. What the sink has not taken yet is lost. */
  sendNow(bytes: Uint8Array): void {
    // It may have taken a part of a line.
    this.#sink.writeNow(this.#pending > 0 ? Buffer.concat([NEWLINE, bytes]) : bytes);
  }

  /** @returns a promise if whoever writes should wait for it */
  room(): Promise<void> | undefined {
    return this.#pending < MOST ? undefined : this.#until(() => this.#pending < MOST / 2);
  }

  /** Waits until all is taken that was sent before, though more is sent meanwhile. */
  taken(): Promise<void> | undefined {
    const all = this.#sent;
    return this.#until(() => this.#taken >= all);
  }

  get #pending(): number {
    return this.#sent - this.#taken;
  }

  /** The timer of a sandbox that was frozen is over when it wakes: what was taken meanwhile is told in the turn after that. */
  #watch(): void {
    const before = this.#taken;
    const look = () => this.#taken === before && this.#giveUp();
    this.#patience = setTimeout(() => setImmediate(look), PATIENCE);
  }

  #took(length: number): void {
    this.#taken += length;
    clearTimeout(this.#patience);
    this.#patience = undefined;
    if (this.#pending > 0) this.#watch();
    this.#release();
    if (!this.#stuck || this.#pending >= MOST / 2) return;
    this.#stuck = false;
    this.#onAwake();
  }

  #giveUp(): void {
    this.#stuck = true;
    this.#release();
  }

  #until(isOver: () => boolean): Promise<void> | undefined {
    if (this.#stuck || isOver()) return undefined;
    return new Promise((go) => this.#waiting.push({ isOver, go }));
  }

  #release(): void {
    const released = this.#waiting.filter(({ isOver }) => this.#stuck || isOver());
    this.#waiting = this.#waiting.filter((one) => !released.includes(one));
    for (const { go } of released) go();
  }
}
