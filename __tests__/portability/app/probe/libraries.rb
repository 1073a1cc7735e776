# frozen_string_literal: true

# What `libraries`, `executables` and `files` ask for.
require "fiddle"

probe :libraries, {
  library: -> { Fiddle.dlopen("libsodium.so.23"); true },
  executable: -> { run("openssl", "version") },
  # With its coders, and settings that say what they may do.
  convert: -> { run("convert", "-size", "4x3", "xc:red", "png:-", err: File::NULL).b[1, 3] },
  file: -> { File.read("/tmp/mm/files/etc/debian_version").chomp }
}
