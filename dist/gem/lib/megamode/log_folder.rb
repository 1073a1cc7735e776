# frozen_string_literal: true

module Megamode
  # Files in log/ lie on the sandbox's /tmp, which is small, and nobody reads them there. What an app writes
  # there goes on being written, from an empty file where it has grown too large.
  class LogFolder
    # Bytes.
    LIMIT = 5 * 1024 * 1024

    def initialize(folder, limit = LIMIT)
      @folder = folder
      @limit = limit
    end

    # To be called between two requests. Loggers append: https://docs.ruby-lang.org/en/3.4/Logger.html
    def trim
      Dir.glob("#{@folder}/**/*") do |path|
        stat = File.lstat(path)
        File.truncate(path, 0) if stat.file? && stat.size > @limit
      end
    rescue SystemCallError
      # Moved or removed since: the next request looks again.
      nil
    end
  end
end
