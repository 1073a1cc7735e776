# frozen_string_literal: true

module Megamode
  # Keeps the files in log/ small: they are on the sandbox's /tmp, which is small, and nobody reads them there. The
  # app goes on writing to them; a file that has grown too large is emptied.
  class LogFolder
    # Bytes.
    LIMIT = 5 * 1024 * 1024

    def initialize(folder, limit = LIMIT)
      @folder = folder
      @limit = limit
    end

    # To be called between two requests. Loggers append, so they go on at the new end:
    # https://docs.ruby-lang.org/en/3.4/Logger.html
    def trim
      Dir.glob("#{@folder}/**/*") do |path|
        stat = File.lstat(path)
        File.truncate(path, 0) if stat.file? && stat.size > @limit
      end
    rescue SystemCallError
      # It was moved or removed meanwhile: the next request looks again.
      nil
    end
  end
end
