# frozen_string_literal: true

module Megamode
  module Deferred
    # For Module. Ruby's autoload knows the files of most constants that were deferred. Some have no file of their own: a
    # parser of the gem mail is there when the class that needs it was used. Who asks for one gets what was deferred.
    module Missing
      # The part that defines the constants of a namespace.
      PARTS = {
        "Mail" => "ActionMailer", "ActiveStorage" => "ActiveStorage", "ActionMailbox" => "ActionMailbox",
        "ActionText" => "ActionText", "Turbo" => "Turbo",
      }.freeze

      # Waits where another thread is loading it.
      def const_missing(constant)
        part = PARTS[constant.to_s] || PARTS[name.to_s[/\A\w+/]]
        return super unless part

        Deferred.load { |one| one.name == part }
        const_defined?(constant) ? const_get(constant) : super
      end

      # Without Action Mailbox, nothing may have loaded the gem yet that ActionMailer loads eagerly.
      def self.install
        Object.autoload(:Mail, "mail") unless Object.const_defined?(:Mail)
        Module.prepend(self)
      end
    end
  end
end
