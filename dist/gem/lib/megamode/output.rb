# frozen_string_literal: true

module Megamode
  # Tells whether a logger writes to standard output or standard error, which are one pipe to the proxy. Loggers
  # have no method for it, so the gem looks at what they are made of.
  module Output
    # Rails' own broadcast has a list of loggers, each of which has a device, which has a file.
    DEPTH = 6

    def self.reached?(logger, depth = DEPTH, seen = {}.compare_by_identity)
      return ours?(logger) if logger.is_a?(IO)
      return false if depth.zero? || seen.key?(logger) || logger.is_a?(Module) || logger.is_a?(Proc)

      seen[logger] = true
      parts(logger).any? { |part| reached?(part, depth - 1, seen) } || broadcast?(logger)
    end

    def self.ours?(file)
      [STDOUT, STDERR].any? { |own| file.fileno == own.fileno || File.identical?(file, own) }
    rescue IOError, SystemCallError
      false
    end

    def self.parts(object)
      case object
      when Array then object
      when Hash then object.values
      else object.instance_variables.map { |name| object.instance_variable_get(name) }
      end
    end

    # Before Rails 7.1, a broadcast is an anonymous module around a logger. It shows by its effect: the other logger
    # gets the same level.
    def self.broadcast?(logger)
      return false unless logger.is_a?(::Logger) && logger.singleton_class.ancestors.any? { |part| wraps?(part) }

      given = logger.level
      others = ObjectSpace.each_object(::Logger).reject { |other| other.equal?(logger) }
      before = others.map(&:level)
      logger.level = given.zero? ? 1 : 0
      changed = others.zip(before).select { |other, level| other.level != level }.map(&:first)
      changed.any? { |other| reached?(other) }
    ensure
      logger.level = given if given
      others&.zip(before || [])&.each { |other, level| other.level = level if level && other.level != level }
    end

    def self.wraps?(part)
      !part.is_a?(Class) && part.name.nil? && part.method_defined?(:add, false)
    end
    private_class_method :ours?, :parts, :broadcast?, :wraps?
  end
end
