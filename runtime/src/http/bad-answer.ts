/** The rack server sent what is no answer of HTTP/1.1, or none that the proxy can pass on. */
export class BadAnswer extends Error {
  /** @param what came instead, in words */
  constructor(what: string) {
    super(`the rack server sent ${what}`);
    this.name = "BadAnswer";
  }
}
