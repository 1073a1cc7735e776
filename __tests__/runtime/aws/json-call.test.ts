import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { AwsError, openService } from "../../../runtime/src/aws/json-call.ts";
import { silentServer } from "../../fakes/silent-server.ts";

const signer = {
  region: "eu-west-1",
  accessKeyId: "AKIA",
  secretAccessKey: "s",
  sessionToken: "t",
};
const closing: (() => unknown)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A service that gives one answer after the other, the last one for ever. */
async function service(...answers: Answer[]) {
  const seen: { headers: IncomingMessage["headers"]; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const body = (await request.setEncoding("utf8").toArray()).join("");
    const answer = answers[Math.min(seen.length, answers.length - 1)]!;
    seen.push({ headers: request.headers, body });
    answer(request, response, body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { call, close } = openService(url, "ssm", signer, { connect: 5000, pauses: [0, 0] });
  closing.push(
    close,
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { call, seen };
}

const says =
  (status: number, body: string): Answer =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(body);
  };
const error = (status: number, code: string, more = '"message":"why"') =>
  says(status, `{"__type":"${code}",${more}}`);
const breaks: Answer = (request) => request.socket.destroy();
const fine = says(200, '{"a":1}');

test("a call names its operation, and is signed for the service", async () => {
  const { call, seen } = await service(fine);
  expect(await call("AmazonSSM.GetParameters", { Names: ["é"] })).toEqual({ a: 1 });
  expect(seen).toHaveLength(1);
  const { headers, body } = seen[0]!;
  expect(body).toBe('{"Names":["é"]}');
  expect(headers).toMatchObject({
    "content-type": "application/x-amz-json-1.1",
    "content-length": String(Buffer.byteLength(body)),
    "x-amz-target": "AmazonSSM.GetParameters",
    "x-amz-security-token": "t",
  });
  expect(headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIA\/\d{8}\/eu-west-1\/ssm\/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target, /,
  );
});

test.each([
  ["too many requests", error(400, "ThrottlingException")],
  ["a failure of its own", error(500, "InternalServerError")],
  ["a page of something else", says(503, "<html>Service Unavailable</html>")],
  ["a connection that breaks", breaks],
])("%s: it is asked again, and then given up", async (_, answer) => {
  const recovering = await service(answer, answer, fine);
  expect(await recovering.call("t", {})).toEqual({ a: 1 });
  expect(recovering.seen).toHaveLength(3);
  const { call, seen } = await service(answer);
  await expect(call("t", {})).rejects.toThrow();
  expect(seen).toHaveLength(3);
});

test.each([
  ["AccessDeniedException", '"message":"no"'],
  ["com.amazonaws.secretsmanager#AccessDeniedException", '"Message":"no"'],
])("a refusal is not asked again, and has the code and the message: %s", async (code, message) => {
  const { call, seen } = await service(error(400, code, message));
  const refused = await call("t", {}).catch((thrown: unknown) => thrown);
  expect(refused).toBeInstanceOf(AwsError);
  expect(refused).toMatchObject({ code: "AccessDeniedException", message: "no" });
  expect(seen).toHaveLength(1);
});

test("where nothing answers, not even the connection, it gives up at once", async () => {
  const nowhere = await silentServer();
  const { call, close } = openService(nowhere.url, "ssm", signer, { connect: 20, pauses: [1e9] });
  closing.push(close, nowhere.close);
  await expect(call("t", {})).rejects.toThrow("no connection within 0.02 s");
});

test("an answer that is no JSON is an empty one: an error of JSON.parse would show a part of it", async () => {
  const { call } = await service(says(200, '{"Value":"hunter2'));
  expect(await call("t", {})).toEqual({});
});
