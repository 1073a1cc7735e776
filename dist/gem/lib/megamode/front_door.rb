# frozen_string_literal: true

require_relative "runtime"

module Megamode
  # Answers what Rails asks about the host that a request was sent to.
  module FrontDoor
    # Gives an app's routes the host of the public URL for links that nobody else names a host for. A request's own host
    # comes before it.
    def self.name_host(routes)
      options = routes.default_url_options
      return if Megamode.host.nil? || (options && (options[:host] || options["host"]))

      routes.default_url_options = { host: Megamode.host, protocol: "https" }.merge(options || {})
    end

    # For `config.hosts`: API Gateway accepts requests only for its own host and the owner's domains, and the proxy puts
    # `public-url` in their place, so that the host of the request is allowed. Another one in X-Forwarded-Host is a CDN's
    # (`trusted-proxy-headers`): the app itself must allow it. Only an event that is not HTTP comes without a host.
    module Host
      def self.===(host)
        own = Megamode.host || "localhost"
        host.to_s.sub(/:\d+\z/, "").casecmp?(own.sub(/:\d+\z/, ""))
      end
    end

    # For ActionMailer::Base: if an app names no host for its links, they lead to the host of the current request.
    # The prefix comes by RouteUrls, as an engine's own place does.
    module MailerUrls
      def default_url_options
        options = super
        return options if Megamode.host.nil? || (options && (options[:host] || options["host"]))

        { host: Megamode.host, protocol: "https" }.merge(options || {})
      end
    end
  end
end
