import { describe, expect, test } from "@jest/globals";
import { readEventSettings } from "../../../runtime/src/events/event-settings.ts";

const QUEUE = "arn:aws:sqs:eu-west-1:1:orders";
const settings = (path?: string, sources?: string) =>
  readEventSettings({
    ...(path === undefined ? {} : { MEGAMODE_EVENTS_PATH: path }),
    ...(sources === undefined ? {} : { MEGAMODE_REPORT_BATCH_ITEM_FAILURES: sources }),
  });

describe("the events path", () => {
  test.each([
    [undefined, undefined],
    ["", undefined],
    ["/events", "/events"],
    ["/hooks/v1.2/my_events-~", "/hooks/v1.2/my_events-~"],
    ["/...", "/..."],
  ])("%j is %j", (given, path) => expect(settings(given).path).toBe(path));

  test.each(["/", "events", "/events/", "//events", "/a/../b", "/.", "/a b", "/%65vents", "/a?b"])(
    "%j is an error that names the variable",
    (given) => expect(() => settings(given)).toThrow(/^MEGAMODE_EVENTS_PATH must be .*: /),
  );
});

describe("a source's batches are answered record by record", () => {
  test.each([
    [undefined, false],
    ["", false],
    ["false", false],
    ["true", true],
    [QUEUE, true],
    [`arn:aws:sqs:eu-west-1:1:a, ${QUEUE}\n`, true],
    [`${QUEUE}2`, false],
    ["arn:aws:sqs:eu-west-1:1:order", false],
  ])("with %j: %j", (sources, reports) =>
    expect(settings("/events", sources).reportsFailures(QUEUE)).toBe(reports),
  );

  test("but none that names itself by anything but a text", () => {
    for (const arn of [{ toString: 1 }, [QUEUE], null]) {
      expect(settings("/events", QUEUE).reportsFailures(arn)).toBe(false);
    }
  });

  test.each(["yes", "orders", "true,orders", "1"])(
    "%j is an error that names the variable",
    (given) =>
      expect(() => settings("/events", given)).toThrow(
        /^MEGAMODE_REPORT_BATCH_ITEM_FAILURES must be /,
      ),
  );
});
