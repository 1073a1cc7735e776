# frozen_string_literal: true

EXTENSIONS = Dir["#{RbConfig::CONFIG["rubyarchdir"]}/**/*.so"]
  .map { |file| file.delete_prefix("#{RbConfig::CONFIG["rubyarchdir"]}/").delete_suffix(".so") }
  .reject { |name| name.match?(%r{\Aenc/|-test-|\Acgi/}) }.sort

LIBRARIES = %w[
  base64 benchmark bigdecimal cgi coverage csv date delegate digest/sha2 drb English erb etc fcntl fiddle
  fileutils find forwardable getoptlong io/console io/nonblock io/wait ipaddr irb json logger matrix
  monitor net/http net/imap net/smtp objspace observer open-uri open3 openssl optparse ostruct pathname
  pp prime pstore psych pty racc/parser rbconfig/sizeof rdoc readline reline resolv ripper securerandom
  set shellwords singleton socket stringio strscan syslog tempfile time timeout tmpdir tsort un uri weakref
  yaml zlib
].freeze

def unloadable(names)
  names.map { |name| [name, attempt { require name; true }] }.reject { |_, done| done == true }
end

probe :ruby, {
  version: -> { RUBY_DESCRIPTION },
  yjit: -> { run(RbConfig.ruby, "--yjit", "-e", "print RubyVM::YJIT.enabled?", err: File::NULL) },
  load_path: -> { $LOAD_PATH },
  paths: -> { [RbConfig.ruby, Gem.ruby, Gem.dir, Gem.default_dir, *RbConfig::CONFIG.values_at("rubylibdir", "rubyarchdir", "bindir")] },
  executable: -> { File.readlink("/proc/self/exe") },
  command: -> { File.read("/proc/self/comm").chomp },
  title: -> { run(RbConfig.ruby, "-e", '$0 = "a title"; print File.read("/proc/self/cmdline").delete("\0")') },
  encoding: -> { [Encoding.default_external.name, Encoding.find("locale").name] },
  extensions: -> { EXTENSIONS },
  unloadable_extensions: -> { unloadable(EXTENSIONS) },
  # Some are gems that only later Rubies have outside of their library: what Bundler shuts out is no fault.
  unloadable_libraries: -> { unloadable(LIBRARIES).reject { |_, said| said.match?(/cannot load such file/) } },
  transcoders: -> { "日".encode("EUC-JP").unpack1("H*") }
}
