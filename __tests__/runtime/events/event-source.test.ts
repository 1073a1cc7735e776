import { expect, test } from "@jest/globals";
import { eventSource } from "../../../runtime/src/events/event-source.ts";

// The forms of github.com/aws/aws-lambda-go/tree/main/events/testdata.
test.each([
  [{ Records: [{ eventSource: "aws:sqs" }] }, "aws:sqs"],
  [{ Records: [{ EventSource: "aws:sns", EventVersion: "1.0" }] }, "aws:sns"],
  [{ Records: [{ eventSource: "aws:s3" }] }, "aws:s3"],
  [{ eventSource: "aws:kafka", records: { "t-0": [] } }, "aws:kafka"],
  [{ version: "0", source: "aws.events", "detail-type": "Scheduled Event" }, "aws.events"],
  [{ version: "0", source: "com.example.orders", "detail-type": "Placed" }, "com.example.orders"],
  [{ awslogs: { data: "H4sI" } }, "invoke"],
  [{ Records: [] }, "invoke"],
  [{ Records: [null] }, "invoke"],
  [{ Records: "x" }, "invoke"],
  [{ source: "a\r\nx-megamode-secret: b" }, "invoke"],
  [{ source: "a b" }, "invoke"],
  [{ source: "x".repeat(65) }, "invoke"],
  [{ source: 1 }, "invoke"],
  [{ source: { toString: 1 }, Records: { 0: 1 } }, "invoke"],
  [null, "invoke"],
  ["text", "invoke"],
  [[1], "invoke"],
])("%j is from %s", (event, source) => expect(eventSource(event)).toBe(source));
