# frozen_string_literal: true

require_relative "runtime"
require_relative "asset_path"
require_relative "front_door"
require_relative "immutable_assets"
require_relative "importmap"
require_relative "logging"
require_relative "relative_urls"

module Megamode
  # In Lambda nobody reads a log file, and nobody else serves the files in public/.
  class Railtie < ::Rails::Railtie
    # Before Rails makes a logger of its own, behind the app's config/environments.
    initializer "megamode.logger", after: :load_environment_config, before: :initialize_logger,
                                   group: :all do |app|
      Logging.install(app.config) if Megamode.active?
    end

    initializer "megamode.semantic_logger", after: :initialize_logger, group: :all do |app|
      Logging.install_semantic_logger(app.config) if Megamode.active? && defined?(::SemanticLogger)
    end

    initializer "megamode.static", after: :load_environment_config, before: :load_config_initializers,
                                   group: :all do |app|
      Railtie.serve_files(app.config) if Megamode.active?
    end

    # Behind the app's own initializers: an empty list allows every host, and stays empty.
    initializer "megamode.hosts", before: :build_middleware_stack do |app|
      hosts = app.config.respond_to?(:hosts) ? app.config.hosts : nil
      hosts << FrontDoor::Host if Megamode.active? && hosts.respond_to?(:<<) && !hosts.empty?
    end

    initializer "megamode.mailer" do
      ActiveSupport.on_load(:action_mailer) { prepend FrontDoor::MailerUrls } if Megamode.active?
    end

    # An engine's class may be there before its helpers are: behind all initializers all is loaded.
    config.after_initialize do
      ::Importmap::Map.prepend(Importmap) if Megamode.active? && defined?(::Importmap::Map)
    end

    # By Ruby: a header that asks a web server for the file would be answered by none. Nothing changes while
    # it runs, so that nothing need be watched, least of all by a thread.
    def self.serve_files(config)
      config.file_watcher = ActiveSupport::FileUpdateChecker
      config.public_file_server.enabled = true
      config.action_dispatch.x_sendfile_header = nil
    end
  end
end
