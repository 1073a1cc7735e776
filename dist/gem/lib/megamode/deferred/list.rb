# frozen_string_literal: true

require_relative "folders"
require_relative "namespace"
require_relative "zones"

module Megamode
  module Deferred
    # What a cold start does not load, by name, and why. docs/performance.md has the milliseconds of each, and what was
    # not worth it. Whatever an app, an engine or a gem registers itself is not here, and stays eager.
    #
    # +hooks+: the names that `ActiveSupport.run_load_hooks` gets when the part is loaded.
    module List
      # Rails 7.2 and newer register it. A zone is read when it is asked for.
      ZONES = Zones.new("TZInfo", hooks: [])

      # The parsers of the gem mail, and the names of each mailer's actions.
      MAIL = Namespace.new("ActionMailer", hooks: %w[action_mailer])

      # Routes, helpers and associations name their classes by strings, so that Zeitwerk loads them on use.
      ENGINES = {
        "ActiveStorage" => %w[active_storage_record active_storage_blob active_storage_attachment
                              active_storage_variant_record],
        "ActionMailbox" => %w[action_mailbox action_mailbox_record action_mailbox_inbound_email],
        "ActionText" => %w[action_text_record action_text_rich_text action_text_encrypted_rich_text
                           action_text_content],
        "Turbo" => %w[turbo_streams_tag_builder],
      }.map { |name, hooks| Folders.new(name, hooks: hooks) }.freeze

      ALL = [ZONES, MAIL, *ENGINES].freeze

      # @return what there is of the list in this app, as its configuration has it
      def self.parts(app)
        ALL.select { |part| part.found?(app) }
      end
    end
  end
end
