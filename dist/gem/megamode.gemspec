# frozen_string_literal: true

Gem::Specification.new do |spec|
  spec.name = "megamode"
  spec.version = "0.1.0"
  spec.summary = "The app's side of megamode-deploy: Rack and Rails apps on AWS Lambda, unchanged"
  spec.description = "Mounts the app under its stage's path, tells the proxy when a request is over, and " \
                     "sends Rails' log to standard output. Does nothing outside of the Lambda function."
  spec.authors = ["megamode-deploy contributors"]
  spec.license = "MIT"
  spec.required_ruby_version = ">= 2.7"
  spec.files = %w[
    megamode.gemspec
    lib/megamode.rb
    lib/megamode/asset_path.rb
    lib/megamode/body.rb
    lib/megamode/code_pack.rb
    lib/megamode/collections.rb
    lib/megamode/collections/stand_ins.rb
    lib/megamode/cookie_path.rb
    lib/megamode/deferred.rb
    lib/megamode/deferred/folders.rb
    lib/megamode/deferred/guards.rb
    lib/megamode/deferred/list.rb
    lib/megamode/deferred/missing.rb
    lib/megamode/deferred/namespace.rb
    lib/megamode/deferred/waiting.rb
    lib/megamode/deferred/walk.rb
    lib/megamode/deferred/whole.rb
    lib/megamode/deferred/zones.rb
    lib/megamode/events_path.rb
    lib/megamode/failure_line.rb
    lib/megamode/front_door.rb
    lib/megamode/immutable_assets.rb
    lib/megamode/importmap.rb
    lib/megamode/location.rb
    lib/megamode/log_folder.rb
    lib/megamode/logging.rb
    lib/megamode/middleware.rb
    lib/megamode/output.rb
    lib/megamode/place.rb
    lib/megamode/plain_json.rb
    lib/megamode/prewarm.rb
    lib/megamode/propshaft_compiler.rb
    lib/megamode/rackup.rb
    lib/megamode/railtie.rb
    lib/megamode/relative_urls.rb
    lib/megamode/renderer.rb
    lib/megamode/request_log.rb
    lib/megamode/route_urls.rb
    lib/megamode/runtime.rb
    lib/megamode/secret.rb
    lib/megamode/serve_falcon.rb
    lib/megamode/serve_webrick.rb
    lib/megamode/shared_answer.rb
    lib/megamode/sinatra_secret.rb
    lib/megamode/standard_device.rb
    lib/megamode/threads.rb
    lib/megamode/told_work.rb
  ]
  spec.require_paths = ["lib"]
end
