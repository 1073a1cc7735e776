import { BadAnswer } from "../http/bad-answer.ts";
import type { HttpRequest, Receiver } from "../http/message.ts";
import { requestHead } from "../http/request-head.ts";
import { ResponseParser } from "../http/response-parser.ts";
import { type Address, ClientSocket } from "./client-socket.ts";
import { ForwardError } from "./forward-error.ts";

/** Bytes of a body that are sent together with the head: a copy costs less than a second system call. */
const SMALL = 32 * 1024;

/**
 * Bytes that every rack server reads at once, at least: Ruby's own buffer, by which WEBrick reads, has this size, and
 * Puma, Unicorn, Falcon and Thin read more.
 */
const READ_AT_ONCE = 8 * 1024;

interface Exchange {
  readonly parser: ResponseParser;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  readonly release: () => void;
  /** Bytes of the request, and of its body. */
  readonly length: number;
  readonly bodyLength: number;
}

/**
 * One connection to the rack server, for one request after the other. It speaks HTTP/1.1 itself: Node's client takes
 * as long for a small request as a small app does.
 */
export class Connection {
  readonly #socket: ClientSocket;
  #exchange: Exchange | undefined;
  #open = true;
  #received = false;

  constructor(address: Address) {
    this.#socket = new ClientSocket(
      address,
      () => this.#exchange?.parser.room,
      (bytes) => this.#read(bytes),
    );
    this.#socket.on("error", (error) => this.#failed(error));
    this.#socket.on("end", () => this.#ended());
    this.#socket.on("close", () => this.#ended());
  }

  /** Whether a request may be sent on it now. */
  get idle(): boolean {
    return this.#open && !this.#exchange;
  }

  /** Whether anything of an answer has arrived since the last request was sent. */
  get received(): boolean {
    return this.#received;
  }

  /**
   * Sends a request and gives the answer to the receiver. The bytes of a chunk are the connection's own: they are
   * overwritten when the receiver has returned, or its promise has settled. To be called while idle.
   * @throws ForwardError; BadRequestError; the signal's reason; whatever the receiver throws
   */
  exchange(request: HttpRequest, signal: AbortSignal, receiver: Receiver): Promise<void> {
    const { method, body } = request;
    const head = requestHead(request);
    return new Promise<void>((resolve, reject) => {
      const abort = () => this.#break(signal.reason);
      const release = () => signal.removeEventListener("abort", abort);
      const parser = new ResponseParser(method, receiver);
      const bodyLength = body?.length ?? 0;
      const length = Buffer.byteLength(head) + bodyLength;
      this.#exchange = { parser, resolve, reject, release, length, bodyLength };
      this.#received = false;
      this.#socket.sent = false;
      signal.addEventListener("abort", abort);
      // Errors come by the event. The system takes all of a first small write, or nothing.
      if (!body) this.#socket.write(head);
      else if (body.length <= SMALL) this.#socket.write(Buffer.concat([Buffer.from(head), body]));
      else {
        this.#socket.write(head);
        this.#socket.write(body);
      }
    });
  }

  /** Ends the connection. The app notices that nobody waits for its answer. */
  close(): void {
    this.#open = false;
    this.#socket.destroy();
  }

  #read(bytes: Buffer): boolean {
    const exchange = this.#exchange;
    const { refused, sent } = this.#socket;
    if (!exchange || (refused && !sent)) {
      // Nobody had asked for these bytes.
      this.#failed(new Error("the rack server closed the connection"));
      return true;
    }
    this.#received = true;
    try {
      const wait = exchange.parser.push(bytes);
      if (!wait) {
        if (exchange.parser.done) this.#complete(exchange);
        return true;
      }
      const goOn = () => {
        if (this.#exchange !== exchange) return;
        if (exchange.parser.done) this.#complete(exchange);
        this.#socket.resume();
      };
      wait.then(goOn, (error) => this.#break(error, exchange));
      // The receiver has the memory. Nor is anything read behind the answer's end, which would be the answer to nothing.
      return false;
    } catch (error) {
      this.#break(error instanceof BadAnswer ? this.#explain(error) : error);
      return true;
    }
  }

  #complete({ parser, release, resolve }: Exchange): void {
    this.#exchange = undefined;
    release();
    // What the server has not read of a request may be taken for the next one.
    if (parser.last || this.#socket.writableLength > 0 || this.#socket.refused) this.close();
    resolve();
  }

  #ended(why = new Error("the rack server closed the connection")): void {
    const exchange = this.#exchange;
    this.#open = false;
    if (!exchange) return;
    if (exchange.parser.end()) this.#complete(exchange);
    else this.#break(this.#explain(why));
  }

  #failed(error: NodeJS.ErrnoException): void {
    // Linux tells of a reset in place of the end if the server has closed with bytes of the request unread.
    if (isReset(error) && this.#received && this.#exchange?.bodyLength) this.#ended(error);
    else this.#break(this.#explain(error));
  }

  #explain(error: NodeJS.ErrnoException): ForwardError {
    const { length = 0, parser } = this.#exchange ?? {};
    const headCame = parser?.hasHead ?? false;
    // Had the server read at all, a short request would have been read to its end.
    const unread = isReset(error) && length <= READ_AT_ONCE && !this.#received;
    const nothingSent = !this.#socket.sent || unread;
    const when = headCame ? "in the middle of its answer" : "before it had answered";
    const text = error instanceof BadAnswer ? error.message : `${error.message} ${when}`;
    return new ForwardError(text, nothingSent, headCame, { cause: error });
  }

  /** Gives up the connection, and fails the request that is in progress. */
  #break(error: unknown, of = this.#exchange): void {
    const exchange = this.#exchange;
    this.close();
    if (!exchange || exchange !== of) return;
    this.#exchange = undefined;
    exchange.release();
    exchange.reject(error);
  }
}

function isReset({ code, syscall }: NodeJS.ErrnoException): boolean {
  return code === "ECONNRESET" && syscall === "read";
}
