# frozen_string_literal: true

module Megamode
  # A line in the log for code that does not load. The error's text may hold a value of the app's: the line has its class
  # and place.
  class FailureLine
    # Characters of a line in the log.
    MOST = 1000
    # Ruby's own methods that load a file, and what RubyGems, Zeitwerk and bootsnap have put before them.
    LOADING = %w[require require_relative load].freeze
    OWN = "#{__dir__}/"

    def initialize(error)
      @error = error
    end

    # +what+: does not load
    def tell(what, output)
      line = "megamode: #{what}: #{@error.class}#{" at #{place}" if place}"
      output.write("#{line.scrub.gsub(/[[:cntrl:]]+/, " ")[0, MOST]}\n")
    rescue IOError, SystemCallError
      nil # Nobody reads the log any more.
    end

    # Equal for errors of one cause. Each file that refers to a broken one has the same error. Where a file is missing or
    # no Ruby, the text names it, and the place is that of whoever refers to it.
    def cause
      [@error.class, @error.message.to_s, (place unless [LoadError, SyntaxError].include?(@error.class))]
    rescue StandardError
      [@error.class, place]
    end

    private

    # nil where nothing but loading it has failed.
    def place
      found = @error.backtrace_locations&.find { |one| !LOADING.include?(one.base_label) }
      "#{found.path}:#{found.lineno}" unless found.nil? || found.path.start_with?(OWN)
    end
  end
end
