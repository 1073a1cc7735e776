# frozen_string_literal: true

require_relative "boot"
require "rails"
require "active_record/railtie"
require "action_controller/railtie"
Bundler.require(*Rails.groups)

class Application < Rails::Application
  config.load_defaults 8.1
  config.eager_load = true
  config.logger = ActiveSupport::Logger.new($stdout)
  routes.append { root to: "zones#index" }
end
