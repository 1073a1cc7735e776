/** A request to the rack server whose connection broke, or was answered by what is no answer. */
export class ForwardError extends Error {
  /** Whether the server may have seen anything of the request. If not, it may be sent again, whatever its method. */
  readonly sent: boolean;
  /** Whether the head of the answer had come, and was passed on. */
  readonly headCame: boolean;

  constructor(message: string, sent: boolean, headCame: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = "ForwardError";
    this.sent = sent;
    this.headCame = headCame;
  }
}
