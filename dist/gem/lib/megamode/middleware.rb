# frozen_string_literal: true

require_relative "runtime"
require_relative "body"
require_relative "cookie_path"
require_relative "location"
require_relative "place"
require_relative "request_log"
require_relative "secret"
require_relative "shared_answer"

module Megamode
  # The outermost middleware. Tells the app where a request was sent, and marks the end of each in the output, so that its
  # lines can be told from those of the next one. A header of the answer says so: after an answer that the server gives
  # itself, the proxy waits for no mark. Trusts only the proxy, because nobody else knows the secret.
  class Middleware
    PREFIX = "HTTP_X_MEGAMODE_PREFIX"
    SECRET = "HTTP_X_MEGAMODE_SECRET"
    PREWARM = "HTTP_X_MEGAMODE_PREWARM"
    EVENT = "HTTP_X_MEGAMODE_EVENT"
    REQUEST_ID = "HTTP_X_REQUEST_ID"
    MARKER_START = "\u001emegamode-end "
    EVENTS_PATH = "MEGAMODE_EVENTS_PATH"
    # The end is marked later, or there is nothing more to come.
    LOGGED = { "x-megamode-log" => "1" }.freeze
    WRITTEN = { "x-megamode-log" => "0" }.freeze

    # +output+ must write a string with one system call: STDOUT does, because it is sync.
    # +log_folder+ is trimmed after each request. Clients do not reach +events_path+.
    def initialize(app, secret: ENV[SECRET_NAME], output: STDOUT, log_folder: nil, events_path: ENV[EVENTS_PATH])
      @app = app
      @closed = closed_path(events_path)
      @log_folder = log_folder
      @secret = Secret.new(secret)
      @output = output
    end

    def call(env)
      prefix = env.delete(PREFIX).to_s
      is_trusted = @secret.matches?(env.delete(SECRET))
      is_prewarm = env.delete(PREWARM) == "1"
      event = env.delete(EVENT)
      is_closed = @closed&.covers?(env["PATH_INFO"]) && !(is_trusted && event)
      return is_closed ? not_found : @app.call(env) unless is_trusted

      request_id = env[REQUEST_ID]
      RequestLog.began(request_id)
      return prewarm { mark(request_id) } if is_prewarm
      return not_found { mark(request_id) } if is_closed

      prefix = event ? Place.of_event(env, event) : Place.of_client(env, prefix)
      answer(env, prefix, request_id) { mark(request_id) }
    rescue Exception # rubocop:disable Lint/RescueException -- it is raised again, whatever it is
      RequestLog.ended(request_id) # Without a mark: the server has yet to print what was raised.
      raise
    end

    private

    # Few apps have one: others do not read its file.
    def closed_path(path)
      return if path.to_s.empty?

      require_relative "events_path"
      EventsPath.new(path)
    end

    # What a client gets at the events path.
    def not_found(&finished)
      [404, LOGGED.merge("content-type" => "text/plain"), Body.new(["Not Found\n"], &finished)]
    end

    # The app never sees it. Its file is read only here: a cold start does not need it.
    def prewarm(&finished)
      require_relative "prewarm"
      Prewarm.call(@output)
      [204, LOGGED.dup, Body.new([], &finished)]
    end

    def answer(env, prefix, request_id, &finished)
      shared = SharedAnswer.asked?(env)
      status, headers, body = @app.call(env)
      headers = SharedAnswer.without_cookies(headers) if shared && SharedAnswer.given?(status, headers)
      headers = Location.below(prefix, CookiePath.below(prefix, headers), env) unless prefix.empty?
      whole = array_of(body)
      return [status, headers.to_h.merge(LOGGED), Body.new(body, &finished)] unless whole

      tidy
      RequestLog.ended(request_id)
      [status, headers.to_h.merge(WRITTEN), whole]
    rescue Exception # rubocop:disable Lint/RescueException -- it is raised again, whatever it is
      tidy
      raise
    end

    # Takes and closes a body that is there as a whole, as Puma does, so that nothing of its request is left to do or to
    # log. A file is left to the server, and so is the first answer, which a collection follows.
    def array_of(body)
      return if !body.respond_to?(:to_ary) || body.respond_to?(:to_path)
      return if defined?(::Megamode::Collections) && ::Megamode::Collections.putting_off?

      Body.new(body).to_ary
    end

    def mark(request_id)
      tidy
      RequestLog.ended(request_id)
      @output.write("#{MARKER_START}#{@secret} #{request_id}\n")
    rescue IOError, SystemCallError
      # The pipe is closed: nobody reads the log any more, and a response must not fail because of that.
      nil
    end

    def tidy
      @log_folder&.trim
      ::Megamode::Collections.after_request if defined?(::Megamode::Collections)
    end
  end
end
