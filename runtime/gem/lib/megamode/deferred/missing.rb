# frozen_string_literal: true

module Megamode
  module Deferred
    # The part that defines the constants of a namespace.
    PART_OF = {
      "Mail" => "ActionMailer", "ActiveStorage" => "ActiveStorage", "ActionMailbox" => "ActionMailbox",
      "ActionText" => "ActionText", "Turbo" => "Turbo",
    }.freeze
    # Ruby's own: a class may have a method of this name.
    NAME_OF = Module.instance_method(:name)

    # For Module. Ruby's autoload knows the files of most constants that were deferred. Some have no file of their own: a
    # parser of the gem mail is there when the class that needs it was used. Who asks for one gets what was deferred. Has no
    # constant: each `class << self` would find it, and before the app's of the same name.
    module Missing
      # Waits where another thread is loading it.
      def const_missing(constant)
        part = PART_OF[NAME_OF.bind(self).call.to_s[/\A\w+/]]
        return super unless part

        Deferred.load { |one| one.name == part }
        # Not one of the top: `Mail::String` is not `String`.
        const_defined?(constant, false) ? const_get(constant, false) : super
      end

      # Without Action Mailbox, nothing may have loaded the gem yet that ActionMailer loads eagerly.
      # +parts+: what is deferred
      def self.install(parts)
        mailer = parts.any? { |part| part.name == "ActionMailer" }
        Object.autoload(:Mail, "mail") if mailer && !Object.const_defined?(:Mail)
        Module.prepend(self)
      end
    end
  end
end
