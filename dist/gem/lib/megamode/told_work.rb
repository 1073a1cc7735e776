# frozen_string_literal: true

require_relative "plain_json"

module Megamode
  # Tells a preflight what work the loaded app leaves to others: jobs in a queue, tasks that a clock starts. Nothing runs
  # them in Lambda. Files do not show it all: a gem may have the jobs, and code may choose the queue.
  module ToldWork
    START = "\u001emegamode-work "
    MOST = 50
    CLASS = /\A[A-Z][\w:]*\z/.freeze

    # Its models have attachments in every app, used or not.
    RAILS_OWN = /\A(ActionText|ActiveStorage|ActionMailbox)::/.freeze

    class << self
      def tell(folder, output = STDOUT)
        return unless ENV["MEGAMODE_PREFLIGHT"] == "1"

        told = { adapter: adapter, jobs: jobs("#{folder}/").first(MOST), tasks: tasks.first(MOST) }
        output.write("#{START}#{PlainJson.of(told)}\n")
      rescue StandardError, ScriptError
        nil # The files are looked at instead.
      end

      private

      def adapter
        ::ActiveJob::Base.queue_adapter_name.to_s if defined?(::ActiveJob::Base)
      end

      def jobs(folder)
        own = ->(type) { own?(type.name.to_s, folder) }
        active_jobs.select(&own).map { |type| job(type.queue_adapter_name, "job", type) } +
          sidekiq_jobs.select(&own).map { |type| job("sidekiq", "job", type) } +
          attachments.map { |type| job(adapter, "attachment", type) } +
          mailboxes.select(&own).map { |type| job(adapter, "mailbox", type) }
      end

      def job(adapter, kind, type)
        { adapter: adapter.to_s, kind: kind, name: type.name }
      end

      def active_jobs
        defined?(::ActiveJob::Base) ? ::ActiveJob::Base.descendants : []
      end

      def sidekiq_jobs
        return [] unless defined?(::Sidekiq::Worker)

        # Sidekiq includes its own module in its wrappers of Active Job too.
        ObjectSpace.each_object(Class).select { |type| type < ::Sidekiq::Worker && type.name !~ /\A(Sidekiq|ActiveJob)\b/ }
      end

      # Files are analysed, and removed, by jobs. https://guides.rubyonrails.org/active_storage_overview.html
      def attachments
        return [] unless adapter && defined?(::ActiveStorage::Attachment) && defined?(::ActiveRecord::Base)

        ::ActiveRecord::Base.descendants.select do |model|
          CLASS.match?(model.name.to_s) && !RAILS_OWN.match?(model.name) &&
            model.respond_to?(:reflect_on_all_attachments) && model.reflect_on_all_attachments.any?
        end
      end

      def mailboxes
        defined?(::ActionMailbox::Base) ? ::ActionMailbox::Base.descendants : []
      end

      # A gem's may never be used.
      def own?(name, folder)
        CLASS.match?(name) && name != "ApplicationJob" &&
          Object.const_source_location(name)&.first.to_s.start_with?(folder)
      end

      def tasks
        cron = defined?(::GoodJob) && defined?(::Rails) ? ::Rails.application.config.good_job[:cron] : nil
        named = (cron || {}).keys.map { |name| { by: "good_job", name: name.to_s } }
        return named unless defined?(::Rufus::Scheduler)

        timed = ObjectSpace.each_object(::Rufus::Scheduler).flat_map(&:jobs)
        named + timed.map { |one| { by: "rufus-scheduler", name: one.original.to_s } }
      end
    end
  end
end
