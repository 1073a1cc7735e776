import { expect, test } from "@jest/globals";
import { readErrorStatuses, statusFailure } from "../../../runtime/src/requests/error-statuses.ts";

const failing = (text?: string) => {
  const fails = readErrorStatuses(text === undefined ? {} : { MEGAMODE_ERROR_STATUS_CODES: text });
  return [200, 404, 422, 499, 500, 501, 502, 503, 504, 505, 599].filter(fails);
};

test.each([
  [undefined, []],
  ["", []],
  ["500", [500]],
  ["500,502-504", [500, 502, 503, 504]],
  [" 422 , 500-599 ,", [422, 500, 501, 502, 503, 504, 505, 599]],
  ["500-500", [500]],
])("%j fails %j", (text, statuses) => expect(failing(text)).toEqual(statuses));

test.each(["5xx", "504-502", "600", "99", "500-", "500;502", "-500", "500 502"])(
  "%j is an error that names the variable",
  (text) =>
    expect(() => failing(text)).toThrow(
      /^MEGAMODE_ERROR_STATUS_CODES must be statuses such as 500,502-504: /,
    ),
);

test("the failure names status and variable", () => {
  expect(statusFailure(503).message).toBe(
    "the answer's status is 503, and MEGAMODE_ERROR_STATUS_CODES names it",
  );
});
