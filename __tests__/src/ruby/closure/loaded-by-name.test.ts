import { describe, expect, test } from "@jest/globals";
import { planNamed } from "../../../../src/ruby/closure/loaded-by-name.ts";

describe("libraries that are asked for by name alone", () => {
  test("what the inputs name is required", () => {
    expect(planNamed([], ["libsodium.so.23"])).toContainEqual({
      name: "libsodium.so.23",
      neededBy: "input `libraries`",
      required: true,
    });
  });

  test("what a gem may load is not required, and names the gem", () => {
    const named = planNamed(["ruby-vips-2.2.3", "rake-13.0.6", "ethon-0.16.0-java"], []);
    expect(named.filter(({ neededBy }) => neededBy !== "glibc")).toEqual([
      { name: "libvips.so.42", neededBy: "gem `ruby-vips-2.2.3`", required: false },
      { name: "libgobject-2.0.so.0", neededBy: "gem `ruby-vips-2.2.3`", required: false },
      { name: "libglib-2.0.so.0", neededBy: "gem `ruby-vips-2.2.3`", required: false },
      { name: "libcurl.so.4", neededBy: "gem `ethon-0.16.0-java`", required: false },
    ]);
  });

  test("what glibc loads is always planned, and never required", () => {
    const named = planNamed([], []);
    expect(named).toContainEqual({ name: "libgcc_s.so.1", neededBy: "glibc", required: false });
    expect(named.map(({ required }) => required)).not.toContain(true);
  });
});
