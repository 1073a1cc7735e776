# frozen_string_literal: true

module Megamode
  # Wraps a response body and reports once when it is over. Otherwise it responds to whatever the wrapped body
  # responds to (`each`, `call`, `to_path`, `to_ary`), in Rack 2 and 3.
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

    # `to_ary` closes the body, as Rack's specification says; a streaming body is over when `call` returns.
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
