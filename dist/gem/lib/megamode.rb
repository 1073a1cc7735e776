# frozen_string_literal: true

# The app's side of megamode-deploy. Outside of its runtime, no part of it does anything.
#
# Bundler.require loads this file after Rails. The rackup file, which is read earlier, must not load it: the file would
# then already be loaded when Rails is, and the railtie would be missing.
require_relative "megamode/runtime"
require_relative "megamode/standard_device" if Megamode.active?
require_relative "megamode/railtie" if defined?(::Rails::Railtie)
