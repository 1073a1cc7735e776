import { describe, expect, test } from "@jest/globals";
import { railsSetting } from "../../../../src/app/data/rails-setting.ts";
import { sources } from "./sources.ts";

const OWN = "config/environments/production.rb";
const COMMON = "config/application.rb";
const setting = (files: Readonly<Record<string, string>>, environment = {}) =>
  railsSetting(sources({ files, environment }), "active_job.queue_adapter");

describe("a setting of Rails", () => {
  test.each<[string, string | undefined]>([
    ["config.active_job.queue_adapter = :que", "que"],
    ['  config.active_job.queue_adapter="que"  # comment', "que"],
    ["config.active_job.queue_adapter = :que\r", "que"],
    ["# config.active_job.queue_adapter = :que", undefined],
    ["config.active_job.queue_adapter = Shop.adapter", undefined],
    ["config.active_job_queue_adapter = :que", undefined],
    ["config.active_job.queue_adapter_x = :que", undefined],
  ])("is read from %j as %s", (line, value) => {
    expect(setting({ [OWN]: `Rails.application.configure do\n${line}\nend\n` })).toBe(value);
  });

  test("is that of the environment's own file before the application's", () => {
    const line = (name: string) => `config.active_job.queue_adapter = :${name}\n`;
    expect(setting({ [OWN]: line("a"), [COMMON]: line("b") })).toBe("a");
    expect(setting({ [OWN]: "", [COMMON]: line("b") })).toBe("b");
    expect(setting({ [COMMON]: line("b") })).toBe("b");
    expect(setting({ "config/environments/staging.rb": line("c") })).toBeUndefined();
  });

  test("may ask for a variable of the function", () => {
    const files = { [OWN]: 'config.active_job.queue_adapter = ENV.fetch("QUEUE", "async")\n' };
    expect(setting(files, { QUEUE: "que" })).toBe("que");
    expect(setting(files)).toBe("async");
  });
});
