# frozen_string_literal: true

require_relative "runtime"

module Megamode
  # For ActionDispatch::Routing::RouteSet: what has no request gets its prefix here. A controller and its views hand on
  # the request's SCRIPT_NAME. Devise's failure app, Active Storage's disk service, `routes.url_helpers` and mailers
  # do not; Rails then takes the `relative_url_root`, which the app configures for the whole process.
  module RouteUrls
    # Whether the URL that this fiber makes has its prefix from elsewhere, or needs none.
    UNPREFIXED = :megamode_unprefixed

    class << self
      def root
        Megamode.prefix unless Thread.current[UNPREFIXED] || Megamode.prefix.empty?
      end

      # A host that the app names itself, such as a domain of its own in a mail, serves the app at its root. And Rails
      # puts the request's SCRIPT_NAME in front of where an engine lies, for which it asks the app's routes.
      # +path+: whether only a path is asked for, so that a host among the options says nothing.
      def unprefixed_if_elsewhere(options, defaults, path: false)
        host = options[:host] || defaults[:host] unless path || options[:only_path]
        other = !host.to_s.empty? && !Megamode.own_host?(host)
        return yield unless other || options[:original_script_name]

        outer = Thread.current[UNPREFIXED]
        Thread.current[UNPREFIXED] = true
        begin
          yield
        ensure
          Thread.current[UNPREFIXED] = outer
        end
      end
    end

    def relative_url_root
      own = super
      own.to_s.empty? ? RouteUrls.root || own : own
    end

    # Before Rails 7.1, where an engine lies is asked with an empty root.
    def find_relative_url_root(options)
      root = super
      root == "" && @config.relative_url_root.to_s.empty? ? RouteUrls.root || root : root
    end

    # +others+: the route's name and how the URL is written, as a path or with its host.
    def url_for(options, *others)
      path = others[1] == ActionDispatch::Routing::RouteSet::PATH
      RouteUrls.unprefixed_if_elsewhere(options, default_url_options, path: path) { super }
    end

    # Before an engine's URL is made, its place is asked for.
    def define_mounted_helper(name, script_namer = nil)
      return super if script_namer.nil?

      super(name, lambda { |options|
        RouteUrls.unprefixed_if_elsewhere(options, default_url_options) { script_namer.call(options) }
      })
    end
  end
end
