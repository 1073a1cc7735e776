# frozen_string_literal: true

require "minitest/autorun"
require "json"
require "fileutils"
require "open3"
require "tmpdir"
require "megamode/plain_json"

# Apps of stand-ins for Rails' classes, each in a Ruby of its own: what is told goes by what is defined.
class ToldWorkTest < Minitest::Test
  LIB = File.expand_path("../../../../runtime/gem/lib", __dir__)
  RAILS = <<~RUBY
    class Base
      class << self
        attr_writer :queue_adapter_name
        def queue_adapter_name = @queue_adapter_name || (superclass.queue_adapter_name if self != Base)
        def descendants = ObjectSpace.each_object(Class).select { |one| one < self }.sort_by { |one| one.name.to_s }
      end
    end
    module ActiveJob; class Base < ::Base; self.queue_adapter_name = "async"; end; end
    module ActionMailer; class MailDeliveryJob < ActiveJob::Base; end; end
    module ActiveRecord; class Base < ::Base; def self.reflect_on_all_attachments = []; end; end
    module ActiveStorage; class Attachment < ActiveRecord::Base; end; end
    module ActiveStorage; class Blob < ActiveRecord::Base; def self.reflect_on_all_attachments = [:preview_image]; end; end
    module ActionText; class RichText < ActiveRecord::Base; def self.reflect_on_all_attachments = [:embeds]; end; end
    class GemsJob < ActiveJob::Base; end
  RUBY
  APP = <<~RUBY
    class ApplicationJob < ActiveJob::Base; end
    class BillJob < ApplicationJob; self.queue_adapter_name = "good_job"; end
    module Shop; class MailJob < ApplicationJob; end; end
    class Post < ActiveRecord::Base; def self.reflect_on_all_attachments = [:image]; end
    class Page < ActiveRecord::Base; end
    Class.new(ApplicationJob)
  RUBY

  def told(app, rails: RAILS, preflight: "1")
    Dir.mktmpdir do |folder|
      File.write("#{folder}/app.rb", app)
      Dir.mkdir("#{folder}-gems")
      File.write("#{folder}-gems/rails.rb", rails)
      code = "require '#{folder}-gems/rails'; require '#{folder}/app'; require 'megamode/told_work'; " \
             "Megamode::ToldWork.tell('#{folder}')"
      out, status = Open3.capture2e({ "MEGAMODE_PREFLIGHT" => preflight }, RbConfig.ruby, "-I#{LIB}", "-e", code)
      assert status.success?, out
      return out
    ensure
      FileUtils.rm_r("#{folder}-gems")
    end
  end

  def parsed(...)
    line = told(...)
    assert line.start_with?("\u001emegamode-work {"), line
    JSON.parse(line.delete_prefix("\u001emegamode-work "), symbolize_names: true)
  end

  def test_an_apps_jobs_are_told_each_with_its_adapter_and_a_gems_are_not
    assert_equal(
      { adapter: "async",
        jobs: [{ adapter: "good_job", kind: "job", name: "BillJob" },
               { adapter: "async", kind: "job", name: "Shop::MailJob" },
               { adapter: "async", kind: "attachment", name: "Post" }],
        tasks: [] }, parsed(APP)
    )
  end

  def test_sidekiqs_own_jobs_and_tasks_of_a_clock_are_told
    gems = <<~RUBY
      module Sidekiq; module Worker; end; class Wrapper; include Worker; end; end
      module Rufus; class Scheduler; def jobs = [Struct.new(:original).new("5m")]; end; end
      module GoodJob; end
      module Rails; def self.application = self; def self.config = self; def self.good_job = { cron: { night: {} } }; end
    RUBY
    assert_equal({ adapter: nil, jobs: [{ adapter: "sidekiq", kind: "job", name: "Worker" }],
                   tasks: [{ by: "good_job", name: "night" }, { by: "rufus-scheduler", name: "5m" }] },
                 parsed("class Worker; include Sidekiq::Worker; end; CLOCK = Rufus::Scheduler.new", rails: gems))
  end

  def test_an_app_without_work_tells_so
    assert_equal({ adapter: nil, jobs: [], tasks: [] }, parsed("", rails: ""))
  end

  def test_nothing_is_told_in_lambda_or_by_an_app_that_cannot_tell
    assert_equal "", told(APP, preflight: nil)
    assert_equal "", told("class ActiveJob::Base; def self.descendants = raise('no'); end")
  end

  # An app that forgets to require it must fail where it is tried, not in Lambda.
  def test_neither_the_server_nor_what_is_told_loads_the_library_json
    assert_match(/"jobs":\[\]\S*\nnil\n\z/, told("at_exit { p defined?(JSON) }", rails: ""))
  end

  def test_the_server_loads_it_in_a_preflight_only
    Dir.mktmpdir do |folder|
      File.write("#{folder}/rack.rb", "module Rack; class Builder; def self.parse_file(_) = :app; end; end")
      Dir.mkdir("#{folder}/rack")
      File.write("#{folder}/rack/builder.rb", "")
      code = "require 'megamode/rackup'; Megamode.app('/app/config.ru'); p defined?(Megamode::ToldWork), defined?(JSON)"
      seen = [nil, "1"].map do |preflight|
        env = { "MEGAMODE_PREFLIGHT" => preflight, "MEGAMODE_PROXY_SECRET" => "s" }
        Open3.capture2e(env, RbConfig.ruby, "-I#{LIB}", "-I#{folder}", "-e", code).first.lines.last(2)
      end
      assert_equal [%W[nil\n nil\n], %W["constant"\n nil\n]], seen
    end
  end

  def test_foreign_text_stays_one_line_of_json
    strange = ["a\"b\\c", "line\nmore\u2028\e", "\u00e9\u{1f600}", "\xff".b, "\x80"]
    code = "p #{strange.inspect}"
    assert_equal strange.first(3), JSON.parse(Megamode::PlainJson.of(strange)).first(3)
    assert_match(/\A[ -~]+\z/, Megamode::PlainJson.of({ code => strange, nil: nil }))
    assert_equal({ code => [], "nil" => nil }, JSON.parse(Megamode::PlainJson.of({ code => [], nil: nil })))
  end

  def test_it_is_bounded
    many = (1..99).map { |number| "class Job#{number} < ActiveJob::Base; end" }.join("\n")
    assert_equal 50, parsed(many)[:jobs].size
  end
end
