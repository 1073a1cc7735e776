# frozen_string_literal: true

# The app's side of megamode-deploy. Outside of its runtime every part of it stands aside.
#
# Bundler.require loads this file, behind Rails. The rackup file, which is read before, must not: it would
# be loaded already when Rails is there, and the railtie would be missing.
require_relative "megamode/runtime"
require_relative "megamode/standard_device" if Megamode.active?
require_relative "megamode/railtie" if defined?(::Rails::Railtie)
