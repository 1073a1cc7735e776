import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds in which a promise settles that the signal ends. */
const AT_ONCE = 20;

/** A point in time after which nobody waits any longer. */
export interface Deadline {
  /** Aborted at that time. */
  readonly signal: AbortSignal;
  /** Returns what a promise gives, or undefined if the time comes first. */
  race<T>(promise: Promise<T>): Promise<T | undefined>;
  /**
   * Returns what a promise gives that the signal ends.
   * @throws what the promise throws; the signal's reason if the promise does not settle by the signal
   */
  within<T>(promise: Promise<T>): Promise<T>;
  /** Sets another time, unless the first has come. @param milliseconds from now */
  extend(milliseconds: number): void;
  clear(): void;
}

/** @param milliseconds from now */
export function withDeadline(milliseconds: number): Deadline {
  const controller = new AbortController();
  let expire: () => void;
  const expired = new Promise<undefined>((resolve) => {
    expire = () => resolve(undefined);
  });
  const end = () => {
    controller.abort();
    expire();
  };
  let timer = setTimeout(end, Math.max(0, milliseconds));
  return {
    signal: controller.signal,
    race: (promise) => Promise.race([promise, expired]),
    within: (promise) =>
      Promise.race([
        promise,
        expired.then(() => sleep(AT_ONCE)).then(() => Promise.reject(controller.signal.reason)),
      ]),
    extend(later) {
      clearTimeout(timer);
      if (!controller.signal.aborted) timer = setTimeout(end, Math.max(0, later));
    },
    clear: () => clearTimeout(timer),
  };
}
