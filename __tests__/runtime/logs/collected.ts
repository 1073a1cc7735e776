import type { Output } from "../../../runtime/src/logs/output.ts";

/** Collects what the proxy writes. */
export class Collected implements Output {
  readonly writes: string[] = [];
  get text(): string {
    return this.writes.join("");
  }
  write(text: string | Uint8Array): void {
    this.writes.push(typeof text === "string" ? text : Buffer.from(text).toString("utf8"));
  }
  async flush(): Promise<void> {}
}
