import { describe, expect, test } from "@jest/globals";
import { writeError } from "../../../local/control/write-error.ts";
import { AwsError } from "../../../local/service.ts";

const error = new AwsError(404, "NoSuchThing", "It is <not> there", { Key: "k" });

describe("an error on the wire", () => {
  test("of JSON services has its code in a header", () => {
    expect(writeError(error, "rest-json", "id")).toEqual({
      status: 404,
      headers: { "content-type": "application/json", "x-amzn-errortype": "NoSuchThing" },
      body: '{"message":"It is <not> there","Key":"k"}',
    });
    const own = new AwsError(404, "NotFound", "no", { Message: "no" });
    expect(writeError(own, "rest-json", "id").body).toBe('{"Message":"no"}');
  });

  test.each([
    [404, 400],
    [403, 400],
    [501, 501],
  ])("of the protocol awsJson has its code in the body: %i is %i", (status, shown) => {
    expect(writeError(new AwsError(status, "NoSuchThing", "no"), "json", "id")).toEqual({
      status: shown,
      headers: { "content-type": "application/x-amz-json-1.1" },
      body: '{"__type":"NoSuchThing","message":"no"}',
    });
  });

  test("of S3 is a document of its own", () => {
    expect(writeError(error, "rest-xml", "id")).toMatchObject({
      status: 404,
      body: expect.stringContaining(
        "<Error><Code>NoSuchThing</Code><Message>It is &lt;not&gt; there</Message><Key>k</Key><RequestId>id</RequestId>",
      ),
    });
  });

  test.each([
    [400, "Sender"],
    [499, "Sender"],
    [500, "Receiver"],
    [501, "Receiver"],
  ])("of the query protocol says whose fault %i is: %s", (status, type) => {
    const { body } = writeError(new AwsError(status, "Code", "text"), "query", "id");
    expect(body).toContain(`<ErrorResponse><Error><Type>${type}</Type><Code>Code</Code>`);
    expect(body).toContain("</Error><RequestId>id</RequestId></ErrorResponse>");
  });
});
