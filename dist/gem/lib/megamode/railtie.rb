# frozen_string_literal: true

require_relative "runtime"
require_relative "asset_path"
require_relative "immutable_assets"
require_relative "importmap"
require_relative "relative_urls"

module Megamode
  # In Lambda nobody reads a log file, and nobody else serves the files in public/.
  class Railtie < ::Rails::Railtie
    # Before Rails makes a logger of its own, behind the app's config/environments.
    initializer "megamode.logger", after: :load_environment_config, before: :initialize_logger,
                                   group: :all do |app|
      Railtie.log_to_stdout(app.config) if Megamode.active?
    end

    initializer "megamode.static", after: :load_environment_config, before: :load_config_initializers,
                                   group: :all do |app|
      Railtie.serve_files(app.config) if Megamode.active?
    end

    # An engine's class may be there before its helpers are: behind all initializers all is loaded.
    config.after_initialize do
      ::Importmap::Map.prepend(Importmap) if Megamode.active? && defined?(::Importmap::Map)
    end

    # By Ruby: a header that asks a web server for the file would be answered by none.
    def self.serve_files(config)
      config.public_file_server.enabled = true
      config.action_dispatch.x_sendfile_header = nil
    end

    # A logger that the app chose stays, and is copied to standard output where it writes to files only.
    def self.log_to_stdout(config)
      chosen = config.logger
      if chosen.nil?
        config.logger = stdout_logger(config)
      elsif (chosen.respond_to?(:broadcasts) ? chosen.broadcasts : [chosen]).all? { |logger| file?(logger) }
        config.logger = both(chosen, stdout_logger(config))
      end
    end

    def self.stdout_logger(config)
      logger = ActiveSupport::Logger.new(STDOUT)
      logger.formatter = config.log_formatter if config.log_formatter
      logger.level = level(config)
      ActiveSupport::TaggedLogging.new(logger)
    end

    def self.level(config)
      ActiveSupport::Logger.const_get((config.log_level || :info).to_s.upcase)
    end

    def self.file?(logger)
      device = logger.instance_variable_get(:@logdev)
      file = device.respond_to?(:dev) ? device.dev : nil
      file.is_a?(File) && !File.identical?(file, STDOUT) && !File.identical?(file, STDERR)
    end

    # Rails 7.1 has a class for it, whose members Rails does not give the app's level; earlier ones a module.
    def self.both(chosen, stdout)
      return chosen.tap { chosen.broadcast_to(stdout) } if chosen.respond_to?(:broadcast_to)

      unless defined?(ActiveSupport::BroadcastLogger)
        return chosen.extend(ActiveSupport::Logger.broadcast(stdout))
      end

      chosen.level = stdout.level
      ActiveSupport::BroadcastLogger.new(chosen, stdout)
    end
  end
end
