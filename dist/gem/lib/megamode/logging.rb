# frozen_string_literal: true

require_relative "output"

module Megamode
  # Writes Rails' log to standard output, in addition to where the app writes it, at the app's level and without
  # colours.
  module Logging
    LEVEL_NAME = "MEGAMODE_LOG_LEVEL"
    class << self
      # To be called after the app's config/environments, before Rails makes its own logger.
      # +config+: the application's.
      def install(config)
        asked = ENV[LEVEL_NAME].to_s
        config.log_level = asked.to_sym unless asked.empty?
        config.colorize_logging = false
        chosen = config.logger
        if chosen.nil?
          config.logger = ActiveSupport::TaggedLogging.new(stdout_logger(config, config.log_formatter))
        elsif !Output.reached?(chosen) && chosen.respond_to?(:add)
          config.logger = both(chosen, config)
        end
      end

      # rails_semantic_logger replaces any other logger by its own, which writes a file.
      def install_semantic_logger(config)
        return if ::SemanticLogger.appenders.any? { |appender| Output.reached?(appender) }

        options = config.respond_to?(:rails_semantic_logger) ? config.rails_semantic_logger : nil
        format = options && options.format != :color ? options.format : :default
        ::SemanticLogger.add_appender(io: STDOUT, formatter: format)
        # If a thread wrote them, lines would arrive with a later request.
        ::SemanticLogger.sync! if ::SemanticLogger.respond_to?(:sync!)
      end

      private

      # This logger is not tagged itself. It shares the formatter of the tagged one, which holds the tags; if both
      # were tagged, each would call the block. https://github.com/rails/rails/issues/49745
      def both(chosen, config)
        stdout = stdout_logger(config, formatter(chosen) || config.log_formatter)
        if chosen.respond_to?(:broadcast_to)
          # Rails gives the members of a broadcast a level only if the app has set one.
          stdout.level = chosen.level unless config.respond_to?(:broadcast_log_level) && config.broadcast_log_level
          return chosen.tap { chosen.broadcast_to(stdout) }
        end
        # Before Rails 7.1 a module does this, and Rails gives the app's level to both.
        unless defined?(ActiveSupport::BroadcastLogger)
          return chosen.extend(ActiveSupport::Logger.broadcast(stdout))
        end

        chosen.level = stdout.level
        ActiveSupport::BroadcastLogger.new(chosen, stdout)
      end

      # In a broadcast, the members do the formatting.
      def formatter(chosen)
        loggers = chosen.respond_to?(:broadcasts) ? chosen.broadcasts : [chosen]
        loggers.filter_map { |logger| logger.formatter if logger.respond_to?(:formatter) }.first
      end

      def stdout_logger(config, formatter)
        logger = ActiveSupport::Logger.new(STDOUT)
        logger.formatter = formatter if formatter
        level = config.log_level || :info
        logger.level = level.is_a?(Integer) ? level : ActiveSupport::Logger.const_get(level.to_s.upcase)
        logger
      end
    end
  end
end
