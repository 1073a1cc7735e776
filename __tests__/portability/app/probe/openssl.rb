# frozen_string_literal: true

require "fiddle"
require "openssl"
require "socket"

def self_signed
  key = OpenSSL::PKey::EC.generate("prime256v1")
  certificate = OpenSSL::X509::Certificate.new
  certificate.subject = certificate.issuer = OpenSSL::X509::Name.parse("/CN=localhost")
  certificate.serial = 1
  certificate.version = 2
  certificate.not_before = Time.now - 60
  certificate.not_after = Time.now + 3600
  certificate.public_key = key
  [certificate.sign(key, "SHA256"), key]
end

# A server and a client that checks its certificate.
def handshake
  certificate, key = self_signed
  context = OpenSSL::SSL::SSLContext.new.tap { |one| one.cert, one.key = certificate, key }
  tcp = TCPServer.new("127.0.0.1", 0)
  server = OpenSSL::SSL::SSLServer.new(tcp, context)
  thread = Thread.new { server.accept.tap { |one| one.puts("hello") }.close }
  trusting = OpenSSL::SSL::SSLContext.new
  trusting.set_params(cert_store: OpenSSL::X509::Store.new.tap { |store| store.add_cert(certificate) })
  client = OpenSSL::SSL::SSLSocket.new(TCPSocket.new("127.0.0.1", tcp.addr[1]), trusting)
  client.hostname = "localhost"
  client.connect
  said = [client.gets.chomp, client.ssl_version]
  client.close
  thread.join
  said
end

# Of the authorities that Debian trusts, how many a store does.
def trusted(store)
  File.read(OpenSSL::X509::DEFAULT_CERT_FILE.then { |file| ENV.fetch("SSL_CERT_FILE", file) })
    .scan(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/m)
    .count { |text| store.verify(OpenSSL::X509::Certificate.new(text)) }
end

# OpenSSL::Provider is newer than Ruby 3.1's openssl.
def legacy_provider
  load = Fiddle::Function.new(
    Fiddle.dlopen("libcrypto.so.3")["OSSL_PROVIDER_load"],
    [Fiddle::TYPE_VOIDP, Fiddle::TYPE_VOIDP], Fiddle::TYPE_VOIDP
  )
  !load.call(nil, "legacy").null?
end

probe :openssl, {
  handshake: -> { handshake },
  by_default: -> { trusted(OpenSSL::X509::Store.new.tap(&:set_default_paths)) },
  by_none: -> { trusted(OpenSSL::X509::Store.new) },
  child: -> { run(RbConfig.ruby, "-ropenssl", "-e", "print File.exist?(ENV['SSL_CERT_FILE'] || OpenSSL::X509::DEFAULT_CERT_FILE)") },
  config: -> { OpenSSL::Config.load(ENV.fetch("OPENSSL_CONF", OpenSSL::Config::DEFAULT_CONFIG_FILE)).sections.size },
  legacy: -> { legacy_provider },
  md4: -> { legacy_provider && OpenSSL::Digest.new("MD4").hexdigest("") }
}
