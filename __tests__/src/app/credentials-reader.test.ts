import { describe, expect, test } from "@jest/globals";
import { findCredentialsReader } from "../../../src/app/credentials-reader.ts";
import { tree } from "../../tree.ts";

describe("what reads an app's encrypted credentials", () => {
  test.each([
    ["config/initializers/aws.rb", "key = Rails.application.credentials.dig(:aws, :key)"],
    ["config/storage.yml", "amazon:\n  key: <%= Rails.application.credentials.aws[:key] %>"],
    ["config/environments/production.rb", "  config.require_master_key = true # of config/"],
    ["app/views/pages/map.html.erb", '<div data-key="<%= Rails.app.creds.require(:map) %>">'],
    ["lib/tasks/sync.rake", 'Rails.application.encrypted("config/sync.yml.enc").token'],
    ["app/models/user.rb", "class User < ApplicationRecord\n  encrypts :name\nend"],
    ["config/application.rb", "config.action_mailbox.ingress = :sendgrid"],
  ])("is %s", async (file, text) => {
    expect(await findCredentialsReader(tree({ [file]: text }))).toBe(file);
  });

  test.each([
    // What `rails new` writes, of several versions.
    ["config/environments/production.rb", "  # config.require_master_key = true\n"],
    ["config/storage.yml", "#   key: <%= Rails.application.credentials.dig(:aws, :key) %>\n"],
    ["config/credentials.yml.enc", "Rails.application.credentials"],
    ["app/models/user.rb", 'errors.add :base, "Wrong credentials"'],
    ["app/controllers/shops_controller.rb", "cookies.encrypted[:shop] = 1"],
    ["test/user_test.rb", "Rails.application.credentials.shop"],
    ["config/initializers/devise.rb", "# config.secret_key = Rails.application.credentials.x"],
  ])("is not %s", async (file, text) => {
    expect(await findCredentialsReader(tree({ [file]: text }))).toBeUndefined();
  });
});
