import { BadRequestError, type HttpRequest } from "./message.ts";
import { CONTROL, TOKEN } from "./validity.ts";

const TARGET = /^[!-~]+$/;

/**
 * Writes a request's head as it is sent, in UTF-8. Whatever would let the server see another request, or two, is an error:
 * the events' adapters let nothing of it through.
 * @throws BadRequestError
 */
export function requestHead({ method, target, headers, body }: HttpRequest): string {
  if (!TOKEN.test(method) || !TARGET.test(target)) {
    throw new BadRequestError("the method or the path has invalid characters");
  }
  const length = String(body?.length ?? 0);
  let framed = !body;
  let text = `${method} ${target} HTTP/1.1\r\n`;
  for (const [name, value] of headers) {
    if (!TOKEN.test(name) || CONTROL.test(value) || name === "transfer-encoding") {
      throw new BadRequestError(`the header ${JSON.stringify(name)} cannot be sent`);
    }
    if (name === "content-length") {
      if (value !== length) throw new BadRequestError("Content-Length is not the body's length");
      framed = true;
    }
    text += `${name}: ${value}\r\n`;
  }
  if (!framed) throw new BadRequestError("a body without Content-Length");
  return `${text}\r\n`;
}
