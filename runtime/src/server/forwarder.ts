import { Collector } from "../http/collector.ts";
import type { HttpRequest, HttpResponse, Receiver } from "../http/message.ts";
import type { Address } from "./client-socket.ts";
import { Connection } from "./connection.ts";
import { ForwardError } from "./forward-error.ts";

/** Milliseconds of wall time after which an idle connection is not used: the sandbox may have been frozen. */
const MAX_IDLE = 5000;

/** Methods that may be sent twice (RFC 9110, 9.2.2). */
const IDEMPOTENT = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"]);

/** Sends requests over one connection to the rack server, which stays open between them. */
export class Forwarder {
  readonly #address: Address;
  #connection: Connection | undefined;
  #usedAt = 0;

  constructor(address: Address) {
    this.#address = address;
  }

  /** Sends a request and reads the answer to its end. @throws as `receive` */
  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    const collector = new Collector();
    await this.#forward(request, signal, collector);
    return collector.response;
  }

  /**
   * Sends a request and gives the answer to a receiver. Settles at the answer's end.
   * @param signal ends the connection, so that the app notices
   * @throws ForwardError if the connection breaks; BadRequestError; the signal's reason; whatever the receiver throws
   */
  async receive(request: HttpRequest, signal: AbortSignal, receiver: Receiver): Promise<void> {
    await this.#forward(request, signal, receiver);
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  async #forward(request: HttpRequest, signal: AbortSignal, receiver: Receiver): Promise<void> {
    signal.throwIfAborted();
    if (Date.now() - this.#usedAt > MAX_IDLE) this.close();
    const kept = this.#connection?.idle ? this.#connection : undefined;
    const connection = kept ?? new Connection(this.#address);
    this.#connection = connection;
    try {
      await connection.exchange(request, signal, receiver);
    } catch (error) {
      // The server may close an idle connection at the very moment that we use it.
      if (!kept || !(error instanceof ForwardError) || !this.#mayRepeat(request, kept, error)) {
        throw error;
      }
      this.#connection = new Connection(this.#address);
      await this.#connection.exchange(request, signal, receiver).catch((again: unknown) => {
        // The first may have been carried out, and then the server has died of it.
        throw again instanceof ForwardError && again.nothingSent ? error : again;
      });
    } finally {
      if (this.#connection !== connection) connection.close();
      this.#usedAt = Date.now();
    }
  }

  /**
   * A Unix socket tells whether the server has read anything. TCP does not: it looks as if the server had closed without
   * an answer. So a request that may be repeated is.
   */
  #mayRepeat({ method }: HttpRequest, kept: Connection, { nothingSent }: ForwardError): boolean {
    const isTcp = typeof this.#address !== "string";
    return nothingSent || (isTcp && !kept.received && IDEMPOTENT.has(method));
  }
}
