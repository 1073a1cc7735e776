# frozen_string_literal: true

require "logger"

module Megamode
  # For Logger::LogDevice: writes to standard output itself if `/dev/stdout` cannot be opened, which happens where
  # standard output is a socket, as it is here (ENXIO, https://man7.org/linux/man-pages/man2/open.2.html).
  module StandardDevice
    NAMES = {
      "/dev/stdout" => STDOUT, "/proc/self/fd/1" => STDOUT, "/dev/fd/1" => STDOUT,
      "/dev/stderr" => STDERR, "/proc/self/fd/2" => STDERR, "/dev/fd/2" => STDERR,
    }.freeze

    private

    def open_logfile(filename)
      name = File.symlink?(filename) && !NAMES.key?(filename.to_s) ? File.readlink(filename) : filename.to_s
      NAMES[name] || super
    end
  end
end

Logger::LogDevice.prepend(Megamode::StandardDevice)
