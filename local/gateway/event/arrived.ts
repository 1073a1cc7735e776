/** A request to an API, as it arrived. */
export interface Arrived {
  readonly method: string;
  /** What precedes the path: `/<stage>`, or nothing on a domain. */
  readonly base: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly rawQuery: string;
  /** Names and values in turn. Names are in the client's case. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly scheme: "http" | "https";
  readonly port: number;
  readonly httpVersion: string;
  /** Epoch milliseconds. */
  readonly time: number;
}
