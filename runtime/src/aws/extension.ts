import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds in which Lambda answers, on the same machine. */
const LATEST = 300;

/**
 * Registers the proxy as an extension that wants no events. Only then Lambda ends a sandbox by SIGTERM, 500 ms before
 * SIGKILL. Settles when Lambda has answered: it takes registrations until the function is initialised. Never fails, and
 * never waits long, because a function serves as well without it.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
 * @param api host and port, as in AWS_LAMBDA_RUNTIME_API
 */
export async function registerExtension(api: string | undefined): Promise<void> {
  if (!api) return;
  const request = `POST /2020-01-01/extension/register HTTP/1.1\r\nHost: ${api}\r\nConnection: close\r\nLambda-Extension-Name: megamode\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"events":[]}`;
  // Lambda waits until each extension that it knows has asked for an event: also after an answer that came late.
  const asked = ask(api, request).then((head) => {
    const id = /^lambda-extension-identifier: *(\S+)/im.exec(head)?.[1];
    if (!id) return;
    void ask(
      api,
      `GET /2020-01-01/extension/event/next HTTP/1.1\r\nHost: ${api}\r\nLambda-Extension-Identifier: ${id}\r\n\r\n`,
    );
  });
  await Promise.race([asked, sleep(LATEST, undefined, { ref: false })]);
}

/** @returns the head of the answer, or what has come of it when the connection ends */
function ask(api: string, request: string): Promise<string> {
  return new Promise((resolve) => {
    const [host, port] = api.split(":");
    const socket = connect(Number(port), host).unref();
    let text = "";
    socket.setEncoding("latin1").on("data", (piece) => {
      text += piece;
      if (text.includes("\r\n\r\n")) resolve(text);
    });
    socket.on("error", () => {}).on("close", () => resolve(text));
    socket.write(request);
  });
}
