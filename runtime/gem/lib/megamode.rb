# frozen_string_literal: true

# The app's side of megamode-deploy. Outside of its runtime every part of it stands aside.
module Megamode
  SECRET_NAME = "MEGAMODE_PROXY_SECRET"

  # Whether the proxy started this process. On a laptop and on the runner it did not.
  def self.active?
    !ENV[SECRET_NAME].to_s.empty?
  end
end

# The proxy reads a pipe, which Ruby would buffer: lines would come with a later request.
$stdout.sync = STDOUT.sync = true if Megamode.active?

require_relative "megamode/railtie" if defined?(::Rails::Railtie)
