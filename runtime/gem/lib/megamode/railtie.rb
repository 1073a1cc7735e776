# frozen_string_literal: true

require_relative "../megamode"

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
      app.config.public_file_server.enabled = true if Megamode.active?
    end

    # A logger that the app chose stays, and is copied to standard output only where it writes to a file.
    def self.log_to_stdout(config)
      chosen = config.logger
      if chosen.nil?
        config.logger = stdout_logger(config)
      elsif file?(chosen)
        config.logger = both(chosen, stdout_logger(config))
      end
    end

    def self.stdout_logger(config)
      logger = ActiveSupport::Logger.new(STDOUT)
      logger.formatter = config.log_formatter if config.log_formatter
      ActiveSupport::TaggedLogging.new(logger)
    end

    def self.file?(logger)
      device = logger.instance_variable_get(:@logdev)
      file = device.respond_to?(:dev) ? device.dev : nil
      file.is_a?(File) && !File.identical?(file, STDOUT) && !File.identical?(file, STDERR)
    end

    # Rails 7.1 has a class for it, earlier ones a module.
    def self.both(first, second)
      return ActiveSupport::BroadcastLogger.new(first, second) if defined?(ActiveSupport::BroadcastLogger)

      first.extend(ActiveSupport::Logger.broadcast(second))
    end
  end
end
