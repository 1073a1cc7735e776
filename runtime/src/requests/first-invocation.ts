/**
 * Milliseconds after a sandbox's start within which its first invocation is the one that it was started for. Lambda also
 * starts sandboxes ahead (provisioned concurrency, and at times of its own accord), and then nobody waited.
 */
const AT_ONCE = 10_000;

/**
 * Tells the invocation that a sandbox was started for from all others.
 * @param initEnded clock (performance.now)
 * @returns a function to be called once an invocation, with the time
 */
export function firstInvocation(initEnded: number): (now: number) => boolean {
  let invoked = false;
  return (now) => {
    const isFirst = !invoked && now - initEnded < AT_ONCE;
    invoked = true;
    return isFirst;
  };
}
