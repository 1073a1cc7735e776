import { describe, expect, test } from "@jest/globals";
import { chooseAdapter } from "../../../runtime/src/events/adapters.ts";
import { restEvent } from "./rest-event.ts";

describe("the source of an event", () => {
  test("is a REST API", () => expect(chooseAdapter(restEvent()).name).toBe("REST API"));

  test.each([
    [{ ...restEvent(), version: "1.0" }, /its keys are resource, path, httpMethod/],
    [{ version: "2.0", requestContext: { http: {} } }, /its keys are version, requestContext$/],
    [{ Records: [] }, /its keys are Records$/],
    [null, /its keys are null$/],
    ["text", /its keys are text$/],
  ])("is named where the proxy does not serve it: %#", (event, message) => {
    expect(() => chooseAdapter(event)).toThrow(/serves events from these sources: REST API;/);
    expect(() => chooseAdapter(event)).toThrow(message);
  });
});
