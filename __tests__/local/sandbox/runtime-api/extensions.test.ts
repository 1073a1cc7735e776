import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { RuntimeApi } from "../../../../local/sandbox/runtime-api/runtime-api.ts";

const FUNCTION = { functionName: "shop", functionVersion: "7", handler: "index.handler" };

let api: RuntimeApi;
let ended: AbortController;
beforeEach(async () => {
  api = await RuntimeApi.start(FUNCTION);
  ended = new AbortController();
});
afterEach(() => {
  ended.abort();
  api.close();
});

const call = (method: string, path: string, headers: Record<string, string>, body?: string) =>
  fetch(`http://${api.address}/2020-01-01/extension/${path}`, {
    method,
    headers,
    signal: ended.signal,
    ...(body !== undefined && { body }),
  });
const register = (name = "own", body = '{"events":[]}') =>
  call("POST", "register", name ? { "lambda-extension-name": name } : {}, body);
const next = (id: string) => call("GET", "event/next", { "lambda-extension-identifier": id });
/** What the runtime does when it is initialised. */
const runtimeNext = () => {
  fetch(`http://${api.address}/2018-06-01/runtime/invocation/next`, {
    signal: ended.signal,
  }).catch(() => undefined);
};

test("an extension is told of its function, and gets an id", async () => {
  expect(api.extensions.any).toBe(false);
  const response = await register();
  expect(response.status).toBe(200);
  expect(response.headers.get("lambda-extension-identifier")).toMatch(/^[0-9a-f-]{36}$/);
  expect(await response.json()).toEqual(FUNCTION);
  expect(api.extensions.any).toBe(true);
});

test("the initialisation lasts until it asks for its next event", async () => {
  const id = (await register()).headers.get("lambda-extension-identifier")!;
  let initialised = false;
  const done = api.nextRequested().then(() => {
    initialised = true;
  });
  runtimeNext();
  expect((await register("late")).status).toBe(403); // The runtime's question has arrived by now.
  expect(initialised).toBe(false);
  next(id).catch(() => undefined);
  await done;
});

test.each([
  ["without a name", "", '{"events":[]}', "Extension.InvalidExtensionName"],
  ["with a body that is no JSON", "own", "events", "InvalidRequestFormat"],
  ["without events", "own", "{}", "InvalidRequestFormat"],
  ["for the shutdown", "own", '{"events":["SHUTDOWN"]}', "Extension.InvalidEventType"],
  ["for what does not happen", "own", '{"events":["LUNCH"]}', "Extension.InvalidEventType"],
  ["under a name that is taken", "taken", '{"events":[]}', "Extension.InvalidExtensionState"],
])("a registration %s is refused", async (_, name, body, errorType) => {
  await register("taken");
  const response = await register(name, body);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ errorType });
});

test("there are ten at most", async () => {
  for (let i = 0; i < 10; i += 1) expect((await register(`e${i}`)).status).toBe(200);
  expect(await (await register("e10")).json()).toMatchObject({
    errorType: "Extension.TooManyExtensions",
  });
});

test("none is registered any more when the function is initialised", async () => {
  runtimeNext();
  await api.nextRequested();
  expect(await (await register()).json()).toMatchObject({
    errorType: "Extension.RegistrationClosed",
  });
  api.reset();
  ended = new AbortController();
  expect((await register()).status).toBe(200);
});

test.each([
  ["of nobody", crypto.randomUUID(), "Extension.UnknownExtensionIdentifier"],
  ["that is none", "1", "Extension.InvalidExtensionIdentifier"],
])("an id %s gets no event", async (_, id, errorType) => {
  const response = await next(id);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ errorType });
});

test("events are not imitated, and nothing else is there", async () => {
  expect((await register("own", '{"events":["INVOKE"]}')).status).toBe(501);
  expect((await call("POST", "exit/error", {}, "")).status).toBe(404);
});
