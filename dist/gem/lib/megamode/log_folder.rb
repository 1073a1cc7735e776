# frozen_string_literal: true

module Megamode
  # Keeps the files in log/ small: they are on the sandbox's /tmp, which is small, and nobody reads them there. The
  # app goes on writing to them; a file that has grown too large is emptied.
  class LogFolder
    # Bytes.
    LIMIT = 5 * 1024 * 1024

    # Seconds in which a folder's time may miss a further change.
    COARSE = 1

    def initialize(folder, limit = LIMIT)
      @folder = folder
      @limit = limit
      @times = {}
      @files = []
    end

    # To be called between two requests. Loggers append, so they go on at the new end:
    # https://docs.ruby-lang.org/en/3.4/Logger.html
    def trim
      # A folder's time changes when a file in it comes or goes: looking at all of them each time would take longer.
      list if @times.empty? || @times.any? { |folder, time| time_of(folder) != time }
      @files.each { |file| File.truncate(file, 0) if File.size(file) > @limit }
    rescue SystemCallError
      # It was moved or removed meanwhile: the next request looks again.
      @times = {}
    end

    private

    def list
      found = Dir.glob("#{@folder}/**/*").reject { |path| File.symlink?(path) }
      folders = [@folder, *found.select { |path| File.directory?(path) }]
      times = folders.to_h { |path| [path, time_of(path)] }
      now = Time.now
      @files = found.select { |path| File.file?(path) }
      @times = times.values.all? { |time| !time || now - time > COARSE } ? times : {}
    end

    def time_of(folder)
      File.directory?(folder) && File.mtime(folder)
    end
  end
end
