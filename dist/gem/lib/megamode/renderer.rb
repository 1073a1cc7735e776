# frozen_string_literal: true

require_relative "runtime"

module Megamode
  # For ActionController::Renderer (`ApplicationController.render`, and Turbo's broadcasts with it): the request that it
  # makes up was sent below the stage's path too, unless the app says below which.
  module Renderer
    # SCRIPT_NAME is for the app's routes, the other for those of its engines.
    def self.below(env)
      return env if Megamode.prefix.empty? || !env["SCRIPT_NAME"].to_s.empty?

      env.merge("SCRIPT_NAME" => Megamode.prefix, "ORIGINAL_SCRIPT_NAME" => Megamode.prefix)
    end

    # Rails 7.1 and newer fill in what the routes know.
    module Request
      private

      def env_for_request
        Renderer.below(super)
      end
    end

    # Older ones have all of it beforehand.
    module Environment
      def render(*args)
        env = Renderer.below(@env)
        return super if env.equal?(@env)

        dup.tap { |copy| copy.instance_variable_set(:@env, env) }.render(*args)
      end
      alias render_to_string render
    end

    # +renderer+: Rails' class.
    def self.install(renderer)
      renderer.prepend(renderer.private_method_defined?(:env_for_request) ? Request : Environment)
    end
  end
end
