# frozen_string_literal: true

module Megamode
  module Deferred
    # For the gem mail. Ruby's autoload knows the files of most constants that were deferred. Some of this gem have no file
    # of their own: a parser is there when the class that needs it was used. Who asks for one gets what was deferred.
    #
    # Not for Module: our method would then be the first line in the backtrace of each NameError of the app.
    module Missing
      # Waits where another thread is loading it.
      def const_missing(constant)
        Deferred.load { |part| part.name == "ActionMailer" }
        # Not one of the top: `Mail::String` is not `String`.
        const_defined?(constant, false) ? const_get(constant, false) : super
      end

      class << self
        # Without Action Mailbox, nothing may have loaded the gem yet that ActionMailer loads eagerly.
        # +parts+: what is deferred
        def install(parts)
          return if parts.none? { |part| part.name == "ActionMailer" }

          Object.autoload(:Mail, "mail") unless Object.const_defined?(:Mail)
          return extend_mail unless Object.autoload?(:Mail)

          ::ActiveSupport.on_load(:action_mailer) { Missing.extend_mail }
        end

        def extend_mail
          return unless ::Mail.respond_to?(:eager_autoload!)

          ::Mail.const_set(:Parsers, Module.new) unless ::Mail.const_defined?(:Parsers, false)
          [::Mail, ::Mail::Parsers].each { |one| one.singleton_class.prepend(self) }
        end
      end
    end
  end
end
