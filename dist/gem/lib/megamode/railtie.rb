# frozen_string_literal: true

require_relative "runtime"
require_relative "asset_path"
require_relative "deferred"
require_relative "front_door"
require_relative "immutable_assets"
require_relative "importmap"
require_relative "logging"
require_relative "relative_urls"
require_relative "renderer"
require_relative "route_urls"

module Megamode
  # Adapts Rails to Lambda, where nobody reads a log file and nobody else serves the files in public/.
  class Railtie < ::Rails::Railtie
    Deferred.install

    # Runs after the app's config/environments, before Rails makes its own logger.
    initializer "megamode.logger", after: :load_environment_config, before: :initialize_logger,
                                   group: :all do |app|
      Logging.install(app.config) if Megamode.active?
    end

    initializer "megamode.semantic_logger", after: :initialize_logger, group: :all do |app|
      Logging.install_semantic_logger(app.config) if Megamode.active? && defined?(::SemanticLogger)
    end

    # In a build too: middleware that an app inserts after ActionDispatch::Static must find it there.
    initializer "megamode.static", after: :load_environment_config, before: :load_config_initializers,
                                   group: :all do |app|
      Railtie.serve_files(app.config) if Megamode.active? || Megamode.building?
    end

    # Runs after the app's own initializers. An empty list allows every host, and stays empty.
    initializer "megamode.hosts", before: :build_middleware_stack do |app|
      hosts = app.config.respond_to?(:hosts) ? app.config.hosts : nil
      hosts << FrontDoor::Host if Megamode.active? && hosts.respond_to?(:<<) && !hosts.empty?
    end

    # Runs before any routes are loaded.
    initializer "megamode.urls" do
      next unless Megamode.active?

      ::ActionDispatch::Routing::RouteSet.prepend(RouteUrls)
      ActiveSupport.on_load(:action_controller) { Renderer.install(::ActionController::Renderer) }
    end

    initializer "megamode.mailer" do
      ActiveSupport.on_load(:action_mailer) { prepend FrontDoor::MailerUrls } if Megamode.active?
    end

    # For links that are made without a request, as in a job. An app's own host stays.
    initializer "megamode.routes", after: :load_config_initializers do |app|
      FrontDoor.name_host(app.routes) if Megamode.active?
    end

    # An engine's class may exist before its helpers do. After all initializers, everything is loaded.
    config.after_initialize do
      ::Importmap::Map.prepend(Importmap) if Megamode.active? && defined?(::Importmap::Map)
    end

    # Ruby sends the files: no web server would answer a header that asks it for the file. Files do not change while
    # the app runs, so nothing needs to be watched, least of all by a thread.
    def self.serve_files(config)
      config.file_watcher = ActiveSupport::FileUpdateChecker
      config.public_file_server.enabled = true
      config.action_dispatch.x_sendfile_header = nil
    end
  end
end
