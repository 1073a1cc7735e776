# frozen_string_literal: true

module Megamode
  # A response body that says once when it is over. Everything else is the body's own affair: it answers to
  # what the wrapped body answers to (`each`, `call`, `to_path`, `to_ary`), in Rack 2 and 3.
  # https://github.com/rack/rack/blob/main/SPEC.rdoc
  class Body
    def initialize(body, &finished)
      @body = body
      @finished = finished
      @closed = false
    end

    def close
      return if @closed

      @closed = true
      begin
        @body.close if @body.respond_to?(:close)
      ensure
        finish
      end
    end

    def closed?
      @closed
    end

    def respond_to_missing?(name, include_all = false)
      return false if name == :to_str

      super || @body.respond_to?(name, include_all)
    end

    # `to_ary` closes, as Rack's specification has it; a body that streams is over when `call` returns.
    def method_missing(name, *args, &block)
      return super if name == :to_str

      case name
      when :to_ary
        begin
          @body.to_ary
        ensure
          close
        end
      when :call
        begin
          @body.call(*args, &block)
        ensure
          finish
        end
      else
        @body.public_send(name, *args, &block)
      end
    end

    private

    def finish
      finished = @finished
      @finished = nil
      finished&.call
    end
  end
end
