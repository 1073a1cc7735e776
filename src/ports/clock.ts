export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** What a long wait needs: the time, and somebody who is told. */
export interface Waits {
  readonly clock: Clock;
  /** Tells whoever watches what is waited for, in a line. */
  readonly say: (line: string) => void;
}
