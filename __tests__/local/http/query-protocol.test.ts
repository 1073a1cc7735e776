import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import {
  checkForm,
  formResponse,
  readForm,
  required,
  tagsOf,
} from "../../../local/http/query-protocol.ts";
import type { AwsRequest } from "../../../local/service.ts";

const request = (body: string, method = "POST", rawPath = "/"): AwsRequest => ({
  id: "1",
  method,
  rawPath,
  query: new URLSearchParams(),
  headers: {},
  body: Readable.from([Buffer.from(body)]),
  principal: { arn: "arn", account: "1" },
});

describe("the query protocol", () => {
  test("reads the form of its version", async () => {
    const form = await readForm(request("Action=GetRole&Version=v1&RoleName=a%2Fb"), "v1");
    expect(form.get("RoleName")).toBe("a/b");
    await expect(readForm(request("Action=GetRole&Version=v2"), "v1")).rejects.toMatchObject({
      code: "InvalidAction",
      message: expect.stringContaining("`v2`"),
    });
  });

  test.each([
    ["GET", "/"],
    ["POST", "/other"],
  ])("does not accept %s %s", async (method, path) => {
    await expect(readForm(request("Version=v1", method, path), "v1")).rejects.toMatchObject({
      status: 501,
    });
  });

  test("refuses parameters that the action does not know", () => {
    const form = new URLSearchParams("Action=a&Version=v&Name=n&Tags.member.1.Key=k");
    expect(() => checkForm(form, ["Name"], ["Tags"])).not.toThrow();
    expect(() => checkForm(form, ["Name"])).toThrow("Tags.member.1.Key");
    expect(() => checkForm(form, [], ["Tags"])).toThrow("`Name`");
  });

  test("requires what must be there", () => {
    const form = new URLSearchParams("Name=n&Empty=");
    expect(required(form, "Name")).toBe("n");
    expect(() => required(form, "Empty")).toThrow("must contain the parameter Empty");
    expect(() => required(form, "Other")).toThrow("must contain the parameter Other");
  });

  test("reads numbered tags", () => {
    const text =
      "Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Key=b&Tags.member.4.Key=c";
    expect(tagsOf(new URLSearchParams(text))).toEqual({ a: "1", b: "" });
  });

  test("wraps a result in the action's envelope", () => {
    expect(formResponse("GetRole", "http://ns/", "id", { Name: "n" })).toEqual({
      status: 200,
      headers: { "content-type": "text/xml" },
      body: expect.stringContaining(
        '<GetRoleResponse xmlns="http://ns/"><GetRoleResult><Name>n</Name></GetRoleResult><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></GetRoleResponse>',
      ),
    });
  });
});
