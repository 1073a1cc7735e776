# frozen_string_literal: true

require_relative "runtime"

module Megamode
  # What Rails asks about the host that a request was sent to.
  module FrontDoor
    # For `config.hosts`: API Gateway takes requests for its own host and the owner's domains only, so that
    # the host that it was asked by is allowed. Another in X-Forwarded-Host, which anybody can send, is not.
    module Host
      def self.===(host)
        own = Megamode.host
        !own.nil? && host.to_s.sub(/:\d+\z/, "").casecmp?(own.sub(/:\d+\z/, ""))
      end
    end

    # For ActionMailer::Base: links of an app that names no host for them lead where the request in progress
    # was sent.
    module MailerUrls
      def default_url_options
        options = super
        return options if Megamode.host.nil? || (options && (options[:host] || options["host"]))

        { host: Megamode.host, protocol: "https", script_name: Megamode.prefix }.merge(options || {})
      end
    end
  end
end
