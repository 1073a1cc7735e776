# frozen_string_literal: true

require "tmpdir"

probe :gems, {
  unloadable: lambda {
    %w[bcrypt bootsnap cgi ffi google/protobuf json msgpack mysql2 nio nokogiri pg puma rake rmagick vips sqlite3 tzinfo]
      .to_h { |name| [name, attempt { require name; true }] }.reject { |_, done| done == true }
  },
  # Newer than the ones that Ruby brings, which must not be in their way.
  json: -> { [JSON::VERSION, $LOADED_FEATURES.grep(%r{/json/version\.rb}).first] },
  cgi: -> { require "cgi/escape"; $LOADED_FEATURES.grep(%r{/cgi/escape\.so}).first },
  bcrypt: -> { BCrypt::Password.create("x", cost: 4) == "x" },
  bootsnap: lambda {
    Dir.mktmpdir do |folder|
      script = "require 'bootsnap'; Bootsnap.setup(cache_dir: #{folder.dump}); require 'set'; print Dir['#{folder}/**/*'].size > 3"
      run(RbConfig.ruby, "-rbundler/setup", "-e", script)
    end
  },
  ffi: -> { Module.new { extend FFI::Library; ffi_lib FFI::Library::LIBC; attach_function :getpid, [], :int }.getpid == Process.pid },
  msgpack: -> { MessagePack.unpack({ "a" => [1, nil] }.to_msgpack) },
  mysql2: -> { Mysql2::Client.info[:version] },
  # It asks a server that is not there: the library's plug-ins and TLS are loaded on the way.
  mysql2_connect: -> { Mysql2::Client.new(host: "127.0.0.1", port: 1) },
  nio: -> { NIO::Selector.new.backend.to_s },
  nokogiri: -> { Nokogiri::HTML("<p>\u00e9</p>").at("p").text },
  nokogiri_latin: -> { Nokogiri::HTML("<p>\xE9</p>".b, nil, "ISO-8859-15").at("p").text },
  pg: -> { PG::library_version > 90_000 },
  pg_connect: -> { PG.connect(host: "127.0.0.1", port: 1) },
  protobuf: lambda {
    require "google/protobuf/timestamp_pb"
    Google::Protobuf::Timestamp.decode(Google::Protobuf::Timestamp.encode(Google::Protobuf::Timestamp.new(seconds: 42))).seconds
  },
  sqlite: -> { SQLite3::Database.new(":memory:").execute("select 40 + 2").first.first }
}
