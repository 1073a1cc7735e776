# frozen_string_literal: true

# A Rails app of one file whose logger is what the first argument says. Writes two lines and a tagged one.
# MEGAMODE_PROXY_SECRET makes it think that it runs in Lambda.
ENV["RAILS_ENV"] = "production"
require "logger"
require "rails"
require "action_controller/railtie"
require "json"
require ARGV.fetch(0).delete_prefix("of ") if ARGV.fetch(0).start_with?("of ")
require "megamode"

file = ARGV.fetch(1)
tagged = ->(logger) { ActiveSupport::TaggedLogging.new(logger) }
device = -> { ActiveSupport::Logger.new(file) }
console = -> { ActiveSupport::Logger.new(STDOUT) }
json = lambda { |logger|
  logger.tap { |one| one.formatter = ->(level, _, _, text) { "#{JSON.generate(level: level, text: text)}\n" } }
}
broadcast = lambda { |*loggers|
  next ActiveSupport::BroadcastLogger.new(*loggers) if defined?(ActiveSupport::BroadcastLogger)

  first, second = loggers
  second ? first.extend(ActiveSupport::Logger.broadcast(second)) : first
}
LOGGER = {
  "none" => -> {},
  "of lograge" => -> {},
  "of rails_semantic_logger" => -> {},
  "file" => device,
  "tagged file" => -> { tagged.call(device.call) },
  "json file" => -> { json.call(device.call) },
  "stdout" => console,
  "tagged stdout" => -> { tagged.call(console.call) },
  "stdout by name" => -> { ActiveSupport::Logger.new("/dev/stdout") },
  "broadcast to files" => -> { broadcast.call(tagged.call(device.call)) },
  "broadcast to both" => -> { broadcast.call(tagged.call(device.call), console.call) },
}.fetch(ARGV.fetch(0)).call

class Application < Rails::Application
  config.root = File.dirname(ARGV.fetch(1))
  config.eager_load = false
  config.hosts = ["shop.example.com"]
  config.secret_key_base = "x"
  config.log_level = :info
  config.logger = LOGGER if LOGGER
  config.lograge.enabled = true if defined?(Lograge)
end
Application.initialize!

Rails.logger.info "at info"
Rails.logger.debug "at debug"
ran = 0
Rails.logger.tagged("tag") { Rails.logger.info "with tag #{ran += 1}" } if Rails.logger.respond_to?(:tagged)

# What a host that is asked for is answered with: API Gateway's own, the app's, and one that a client made up.
status = lambda { |host, forwarded = nil|
  headers = { "HTTP_HOST" => host, "rack.url_scheme" => "https", "HTTP_X_MEGAMODE_SECRET" => ENV["MEGAMODE_PROXY_SECRET"] }
  headers["HTTP_X_FORWARDED_HOST"] = forwarded if forwarded
  env = Rack::MockRequest.env_for("/", headers)
  require "megamode/middleware"
  Megamode::Middleware.new(Application, output: StringIO.new).call(env).first
}
warn "hosts #{[status.call("a1.execute-api.eu-west-1.amazonaws.com"), status.call("localhost:27001"),
               status.call("shop.example.com"), status.call("a1.execute-api.eu-west-1.amazonaws.com", "evil.example")]}"
