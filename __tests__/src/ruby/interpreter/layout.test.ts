import { describe, expect, test } from "@jest/globals";
import { movePath, planLayout } from "../../../../src/ruby/interpreter/layout.ts";
import { fits } from "../../../../src/ruby/rewrite-paths.ts";
import { debian, installed } from "../installation.ts";
import { refusal } from "../refusal.ts";

describe("a prefix that is all Ruby's", () => {
  test.each([
    "/opt/hostedtoolcache/Ruby/3.3.8/x64",
    "/opt/hostedtoolcache/Ruby/3.3.8/arm64",
    "/home/me/.rbenv/versions/3.3.8",
    "/home/me/.local/share/mise/installs/ruby/3.3.8",
  ])("%s becomes the root", (prefix) => {
    const layout = planLayout(installed(prefix));
    expect(layout).toEqual({
      rewrites: [{ from: prefix, to: "/tmp/mm" }],
      copies: [
        { from: `${prefix}/lib/ruby/3.3.0`, to: "/tmp/mm/lib/ruby/3.3.0" },
        { from: `${prefix}/lib/ruby/vendor_ruby`, to: "/tmp/mm/lib/ruby/vendor_ruby" },
        { from: `${prefix}/lib/ruby/site_ruby`, to: "/tmp/mm/lib/ruby/site_ruby" },
      ],
      gems: "/tmp/mm/lib/ruby/gems/3.3.0",
      rbconfig: { file: "/tmp/mm/lib/ruby/3.3.0/x86_64-linux/rbconfig.rb", values: {} },
    });
    expect(layout.rewrites.every(fits)).toBe(true);
  });

  test("is also one that has Debian's library", () => {
    const ruby = installed("/opt/ruby-3.3", {
      directories: { ...debian("x86_64-linux-gnu").directories },
      loadPath: [],
    });
    expect(planLayout(ruby).rewrites).toEqual([{ from: "/opt/ruby-3.3", to: "/tmp/mm" }]);
  });
});

test("/usr/local is not all Ruby's: only its library is moved", () => {
  expect(planLayout(installed("/usr/local")).rewrites).toEqual([
    { from: "/usr/local/lib/ruby", to: "/tmp/mm/lib/ruby" },
  ]);
});

test.each(["x86_64-linux-gnu", "aarch64-linux-gnu"])(
  "Debian's and Ubuntu's folders for %s go below one, and rbconfig.rb is told",
  (triplet) => {
    const layout = planLayout(debian(triplet));
    const move = (path: string) => movePath(path, layout.rewrites);
    expect(layout.rewrites.every(fits)).toBe(true);
    expect(move("/usr/lib/ruby/3.3.0")).toBe("/tmp/mm/ruby/3.3.0");
    expect(move(`/usr/lib/${triplet}/ruby/3.3.0`)).toBe(`/tmp/mm/ruby/${triplet}/3.3.0`);
    expect(move("/usr/local/lib/site_ruby/3.3.0")).toBe("/tmp/mm/ruby/site_ruby/3.3.0");
    expect(layout.gems).toBe("/tmp/mm/ruby/gems/3.3.0");
    expect(layout.copies).toEqual([
      { from: "/usr/lib/ruby/3.3.0", to: "/tmp/mm/ruby/3.3.0" },
      { from: `/usr/lib/${triplet}/ruby`, to: `/tmp/mm/ruby/${triplet}` },
      { from: "/usr/lib/ruby/vendor_ruby", to: "/tmp/mm/ruby/vendor_ruby" },
      { from: "/usr/local/lib/site_ruby", to: "/tmp/mm/ruby/site_ruby" },
      { from: `/usr/local/lib/${triplet}/site_ruby`, to: `/tmp/mm/ruby/${triplet}/site_ruby` },
    ]);
    expect(layout.rbconfig).toEqual({
      file: `/tmp/mm/ruby/${triplet}/3.3.0/rbconfig.rb`,
      values: {
        RUBY_EXEC_PREFIX: "/tmp/mm",
        rubylibprefix: "$(prefix)/ruby",
        rubyarchprefix: `$(prefix)/ruby/${triplet}`,
        rubysitearchprefix: `$(prefix)/ruby/${triplet}`,
        sitedir: "$(prefix)/ruby/site_ruby",
        sitearchdir: `$(prefix)/ruby/${triplet}/site_ruby`,
      },
    });
  },
);

test.each([
  ["a prefix shorter than the root", "/ruby", installed("/ruby")],
  [
    "a distribution that has other folders",
    "/usr/share/ruby",
    installed("/usr", { loadPath: ["/usr/lib/ruby/3.3.0", "/usr/share/ruby"] }),
  ],
  [
    "another distribution",
    "/usr/share/ruby",
    installed("/usr", {
      directories: {
        ...debian("x86_64-linux-gnu").directories,
        rubyLibrary: "/usr/share/ruby",
      },
      loadPath: ["/usr/share/ruby", "/usr/lib/x86_64-linux-gnu/ruby/3.3.0"],
    }),
  ],
])("%s is refused, with the way out", async (_, folder, ruby) => {
  const error = await refusal(() => planLayout(ruby));
  expect(error.message).toContain("cannot be moved to `/tmp/mm`");
  expect(error.message).toContain(`its folder \`${folder}\` is not one`);
  expect(error.fix).toContain("ruby/setup-ruby");
});

test.each([
  ["/usr/lib/ruby", "/tmp/mm/ruby"],
  ["/usr/lib/ruby/3.3.0/set.rb", "/tmp/mm/ruby/3.3.0/set.rb"],
  ["/usr/lib/ruby-standalone", undefined],
  ["/opt", undefined],
])("%s moves to %s", (path, expected) => {
  expect(movePath(path, [{ from: "/usr/lib/ruby", to: "/tmp/mm/ruby" }])).toBe(expected);
});
