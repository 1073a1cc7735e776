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

    # A streaming body is over when `call` returns.
    def method_missing(name, *args, &block)
      return super if name == :to_str

      case name
      when :to_ary
        to_array
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

    # Closes the body, as Rack's specification says. Before 7.1, those of Rails give nil, also if they stream: they are not over.
    def to_array
      array = @body.to_ary
      close if array
      array
    rescue Exception # rubocop:disable Lint/RescueException -- it is raised again, whatever it is
      close
      raise
    end

    def finish
      finished = @finished
      @finished = nil
      finished&.call
    end
  end
end
