import { describe, expect, test } from "@jest/globals";
import { renderProblem } from "../../../runtime/src/http/problem-page.ts";

const problem = { status: 504, title: "Too <slow>", detail: 'Say "why" & how' };
const typeFor = (accept?: string) =>
  renderProblem(problem, accept === undefined ? [] : [["Accept", accept]]).headers[0];

describe("the type of a problem's page", () => {
  test.each([
    [undefined, "text/html; charset=utf-8"],
    ["*/*", "text/html; charset=utf-8"],
    ["text/html,application/json", "text/html; charset=utf-8"],
    ["application/json", "application/json"],
    ["application/problem+json, */*", "application/json"],
    ["Application/JSON", "application/json"],
  ])("for Accept %s is %s", (accept, type) => {
    expect(typeFor(accept)).toEqual(["Content-Type", type]);
  });
});

test("JSON holds the status, the title and the detail", () => {
  const { status, body, headers } = renderProblem(problem, [["accept", "application/json"]]);
  expect(status).toBe(504);
  expect(JSON.parse(body.toString())).toEqual({
    status: 504,
    error: "Too <slow>",
    detail: 'Say "why" & how',
  });
  expect(headers).toContainEqual(["Cache-Control", "no-store"]);
});

test("HTML escapes what it shows", () => {
  const page = renderProblem(problem, []).body.toString();
  expect(page).toContain("<h1>Too &#60;slow&#62;</h1><p>Say &#34;why&#34; &#38; how</p>");
});

test("both tell the request id, where there is one", () => {
  const of = { ...problem, requestId: "3b95bd71<" };
  const json = renderProblem(of, [["accept", "application/json"]]).body.toString();
  expect(JSON.parse(json)).toMatchObject({ requestId: "3b95bd71<" });
  expect(renderProblem(of, []).body.toString()).toContain("Request id: 3b95bd71&#60;");
  expect(renderProblem(problem, []).body.toString()).not.toContain("Request id");
});
