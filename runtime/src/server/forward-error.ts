/** A request to the rack server whose connection broke, or was answered by what is no answer. */
export class ForwardError extends Error {
  /** Whether the server has read nothing of the request. If so, it may be sent again, whatever its method. */
  readonly nothingSent: boolean;
  /** Whether the head of the answer had come, and was passed on. */
  readonly headCame: boolean;

  constructor(message: string, nothingSent: boolean, headCame: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = "ForwardError";
    this.nothingSent = nothingSent;
    this.headCame = headCame;
  }
}
