# frozen_string_literal: true

require "logger"
require "minitest/autorun"
require "socket"
require "stringio"
require "tempfile"
require "tmpdir"
require "megamode/front_door"
require "megamode/log_folder"
require "megamode/middleware"
require "megamode/output"

class LoggingTest < Minitest::Test
  Wrapped = Struct.new(:logger)

  # As Rails' BroadcastLogger, and a logger of a gem that is no Logger at all.
  class Holder
    def initialize(*parts)
      @parts = parts
    end
  end

  # What ActiveSupport::Logger.broadcast made before Rails 7.1.
  def self.broadcast(other)
    Module.new do
      define_method(:add) { |*args, &block| other.add(*args, &block) && super(*args, &block) }
      define_method(:level=) { |level| other.level = level; super(level) }
    end
  end

  def test_a_logger_of_the_standard_output_is_known_whatever_it_is_wrapped_in
    [Logger.new($stdout), Logger.new($stderr), Holder.new([Logger.new(File::NULL), Logger.new($stdout)]),
     Holder.new({ a: Holder.new($stdout) }), Logger.new(StringIO.new).extend(self.class.broadcast(Logger.new($stdout)))]
      .each { |logger| assert Megamode::Output.reached?(logger), logger.inspect }
  end

  def test_any_other_is_not
    file = Tempfile.new
    [Logger.new(file.path), Logger.new(nil), Logger.new(StringIO.new), Holder.new(Logger, -> { $stdout }), Object.new,
     Logger.new(nil).extend(self.class.broadcast(Logger.new(file.path)))]
      .each { |logger| refute Megamode::Output.reached?(logger), logger.inspect }
  end

  def test_looking_changes_no_level_and_ends_where_objects_name_each_other
    other = Logger.new($stdout, level: :warn)
    logger = Logger.new(nil, level: :error).extend(self.class.broadcast(other))
    Megamode::Output.reached?(logger)
    assert_equal [Logger::ERROR, Logger::WARN], [logger.level, other.level]
    round = []
    round << round
    refute Megamode::Output.reached?(Holder.new(round))
  end

  def test_a_file_in_log_that_grew_is_emptied_and_goes_on
    Dir.mktmpdir do |dir|
      Dir.mkdir("#{dir}/more")
      logger = Logger.new("#{dir}/more/app.log")
      File.write("#{dir}/small.log", "kept")
      File.symlink("/etc/hostname", "#{dir}/link.log")
      logger.info "x" * 200
      Megamode::LogFolder.new(dir, 100).trim
      logger.info "after"
      text = File.read("#{dir}/more/app.log")
      assert_includes text, "after"
      assert_operator text.bytesize, :<, 100
      assert_equal "kept", File.read("#{dir}/small.log")
      assert_equal File.read("/etc/hostname"), File.read("#{dir}/link.log")
    end
    assert_equal [], Megamode::LogFolder.new("/nowhere").trim.to_a
  end

  # The folder is looked through again only if its time, or that of a folder in it, has changed.
  def test_a_log_that_comes_or_goes_between_two_requests_is_noticed
    Dir.mktmpdir do |dir|
      FileUtils.mkdir_p("#{dir}/log/more")
      [dir, "#{dir}/log", "#{dir}/log/more"].each { |path| File.utime(0, 0, path) }
      folder = Megamode::LogFolder.new("#{dir}/log", 100)
      folder.trim
      %w[a more/b].each do |name|
        File.write("#{dir}/log/#{name}", "x" * 101)
        folder.trim
        assert_equal 0, File.size("#{dir}/log/#{name}")
        File.utime(0, 0, File.dirname("#{dir}/log/#{name}"))
      end
      folder.trim
      File.write("#{dir}/log/a", "x" * 101)
      folder.trim
      assert_equal 0, File.size("#{dir}/log/a")
      File.delete("#{dir}/log/a")
      folder.trim
    end
  end

  DEVICE = 'require "megamode"; require "logger"; Logger.new(ARGV[0]).info("line"); Logger.new(ARGV[1]).info("other")'

  # Open3 gives a pipe, which can be opened by its name; the proxy, as Node.js does, a socket, which cannot.
  def test_a_logger_may_name_the_standard_output_where_that_is_a_socket
    Dir.mktmpdir do |dir|
      File.symlink("/dev/stdout", "#{dir}/production.log")
      ours, theirs = UNIXSocket.pair
      lib = File.expand_path("../../../../runtime/gem/lib", __dir__)
      spawned = spawn({ "MEGAMODE_PROXY_SECRET" => "s" }, RbConfig.ruby, "-I#{lib}", "-e", DEVICE, "/dev/stdout",
                      "#{dir}/production.log", out: theirs, err: theirs)
      theirs.close
      text = ours.read
      Process.wait(spawned)
      assert_equal %w[line other], text.scan(/: (\w+)$/).flatten, text
    end
  end

  def test_the_host_that_a_request_was_sent_to_is_allowed_and_no_other
    Megamode.host = "a1.execute-api.eu-west-1.amazonaws.com"
    assert Megamode::FrontDoor::Host === "a1.execute-api.eu-west-1.amazonaws.com"
    assert Megamode::FrontDoor::Host === "A1.execute-api.eu-west-1.amazonaws.com:443"
    refute Megamode::FrontDoor::Host === "evil.example"
    Megamode.host = nil
    refute Megamode::FrontDoor::Host === ""
  ensure
    Megamode.host = nil
  end

  class Mailer
    attr_reader :default_url_options

    def initialize(options)
      @default_url_options = options
    end
    prepend Megamode::FrontDoor::MailerUrls
  end

  def test_links_in_mails_lead_to_where_the_request_was_sent_unless_the_app_names_a_host
    assert_equal({}, Mailer.new({}).default_url_options)
    Megamode.host = "localhost:27001"
    front = { host: "localhost:27001", protocol: "https" }
    assert_equal front, Mailer.new(nil).default_url_options
    assert_equal front.merge(locale: :de), Mailer.new({ locale: :de }).default_url_options
    assert_equal({ host: "shop.example" }, Mailer.new({ host: "shop.example" }).default_url_options)
  ensure
    Megamode.host = nil
  end
end
