import { describe, expect, test } from "@jest/globals";
import { type Answer, readAnswer, SamePage } from "../../bench/page.ts";

const page: Answer = {
  status: 200,
  type: "text/html",
  location: "",
  title: "Posts",
  empty: false,
};
const redirect = (location: string, status = 302): Answer => ({
  ...{ status, type: "text/html", location, title: "", empty: false },
});

describe("an answer that is timed", () => {
  test.each([
    ["an error of the app", { ...page, status: 500 }],
    ["a page that needs a log-in", { ...page, status: 401 }],
    ["a missing page", { ...page, status: 404 }],
    ["nothing new", { ...page, status: 304 }],
    ["an empty page", { ...page, empty: true }],
    ["a redirect to nowhere", redirect("")],
    ["a redirect to https", redirect("https://localhost/posts?page=2", 301)],
    ["a redirect to another host", redirect("https://www.example.com/posts?page=2", 301)],
  ])("is not %s", (_, answer) => {
    const seen = () => new SamePage("/posts?page=2").see("a boot", answer);
    expect(seen).toThrow("a boot: /posts?page=2 answers");
    expect(seen).toThrow("--path");
  });

  test.each([
    ["another status", { ...page, status: 500 }],
    ["another title", { ...page, title: "We're sorry" }],
    ["another media type", { ...page, type: "text/plain" }],
    ["a redirect", redirect("/login")],
  ])("is not one of all ways with %s", (_, answer) => {
    const same = new SamePage("/");
    same.see("one", page);
    same.see("another", { ...page });
    expect(() => same.see("a third", answer)).toThrow("a third: / answers");
  });

  test("may be a redirect, which is said, if every way answers by the same one", () => {
    const same = new SamePage("/");
    same.see("one", redirect("https://localhost/login?back_url=x"));
    same.see("another", redirect("https://localhost/login?back_url=x"));
    expect(same.served).toBe(
      "/ answers 302 https://localhost/login?back_url=x: the redirect is timed, not the page behind it",
    );
    expect(() => same.see("a third", redirect("https://localhost/"))).toThrow("a third");
    expect(() => same.see("a fourth", redirect("/login"))).toThrow("but one answered 302");
    expect(() => same.see("a fifth", page)).toThrow("but one answered 302");
  });

  test("is read from status, headers and body", () => {
    const headers = new Map([["content-type", "Text/HTML; charset=utf-8"]]);
    const body = "<head>\n<title data-x>\n Posts </title></head>";
    expect(readAnswer(200, (name) => headers.get(name), body)).toEqual(page);
    expect(readAnswer(204, () => undefined, "")).toEqual({
      ...{ status: 204, type: "", location: "", title: "", empty: true },
    });
  });
});
