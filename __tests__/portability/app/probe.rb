# frozen_string_literal: true

# Runs on the packaged Ruby, where there is no other, and tells what it finds, as JSON.
variables = ENV.keys.grep(/\A(LD_|RUBY|GEM_|BUNDLE_BIN)/) # Bundler adds some of its own.
require "bundler/setup"
require "json"
require "rbconfig"

FOUND = {}

def attempt
  yield
rescue Exception => error # rubocop:disable Lint/RescueException
  "#{error.class}: #{error.message}"
end

# Each value is asked for by itself: one that fails says so, and hides none of the others.
def probe(part, questions)
  FOUND[part] = questions.transform_values { |question| attempt(&question) }
end

# No shell: there may be none.
def run(*command, **options)
  output = IO.popen(command, **options, &:read).chomp
  $?.success? ? output : "exit status #{$?.exitstatus}: #{output}"
end

%w[ruby children system openssl gems images libraries].each { |part| require_relative "probe/#{part}" }
FOUND[:variables] = variables
probe :maps, { text: -> { File.read("/proc/self/maps") } }
puts JSON.generate(FOUND)
