import { describe, expect, test } from "@jest/globals";
import { findUnsupportedFeatures } from "../../../src/app/unsupported-features.ts";

const shown = (files: Readonly<Record<string, string>>, command?: string) =>
  findUnsupportedFeatures(new Map(Object.entries(files)), command).map(({ shownBy }) => shownBy);

describe("WebSockets", () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ["a channel", { "app/channels/chat_channel.rb": "" }],
    ["a view with a stream", { "app/views/x.html.erb": "<%= turbo_stream_from :posts %>" }],
  ])("are shown by %s", (_, files) => {
    expect(shown({ "app/models/a.rb": "", ...files })).toEqual([`\`${Object.keys(files)[0]}\``]);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["the base classes of `rails new`", { "app/channels/application_cable/channel.rb": "" }],
    ["a view without a stream", { "app/views/x.html.erb": "<p>my_turbo_stream_from_x</p>" }],
    ["the same word in another file", { "app/models/x.rb": "turbo_stream_from" }],
    ["nothing", {}],
  ])("are not shown by %s", (_, files) => {
    expect(shown(files)).toEqual([]);
  });

  test("are named once, with their heading in the documentation", () => {
    const files = new Map([
      ["app/channels/a.rb", ""],
      ["app/channels/b.rb", ""],
    ]);
    expect(findUnsupportedFeatures(files, undefined)).toEqual([
      {
        what: "WebSockets (Action Cable)",
        shownBy: "`app/channels/a.rb`",
        heading: "websockets-and-action-cable",
      },
    ]);
  });
});

describe("a server in the background", () => {
  test.each([
    ["thin start -d -S {socket}", "-d"],
    ["unicorn -D", "-D"],
    ["falcon --daemon", "--daemon"],
    ["thin start --daemonize", "--daemonize"],
  ])("is asked for by %s", (command, option) => {
    expect(shown({}, command)).toEqual([`\`${option}\` in \`server-command\``]);
  });

  test.each(["thin start --debug", "serve x-d", "serve -directory", undefined])(
    "is not asked for by %s",
    (command) => expect(shown({}, command)).toEqual([]),
  );

  test("comes after WebSockets", () => {
    expect(shown({ "app/channels/a.rb": "" }, "thin -d")).toHaveLength(2);
  });
});
