# frozen_string_literal: true

module Megamode
  module Deferred
    # Whether an app or a gem waits for something to be loaded. Then it is loaded while the app boots, as Rails does:
    # the waiting code may be a patch that must be there, or that must fail the boot, and may fill a registry. Rails' own
    # code works either way.
    module Waiting
      RAILS = %w[actioncable actionmailbox actionmailer actionpack actiontext actionview activejob activemodel
                 activerecord activestorage activesupport globalid importmap-rails railties stimulus-rails
                 turbo-rails].freeze
      OWN = File.expand_path("..", __dir__)

      # What the classes of Rails' engines inherit from: the hook that is run when it is loaded, others that are run
      # with it, and its name.
      BASES = {
        "active_record" => [[], "ActiveRecord::Base"],
        "active_job" => [[], "ActiveJob::Base"],
        "action_controller_base" => [%w[action_controller], "ActionController::Base"],
        "action_cable_channel" => [[], "ActionCable::Channel::Base"],
      }.freeze

      class << self
        # Whether somebody waits for one of these hooks, which was not run yet.
        def hooks?(names)
          names.any? { |name| !run?(name) && blocks(name).any? { |block| foreign?(block) } }
        end

        # Whether somebody waits for a base class that nothing of the app has used, or is told of each new class.
        def bases?
          BASES.any? do |hook, (others, name)|
            if run?(hook)
              told_of_classes?(Object.const_get(name))
            else
              [hook, *others].any? { |one| blocks(one).any? { |block| foreign?(block) } }
            end
          end
        end

        # Whether this is the hook of a base class that nothing has used.
        def base_unused?(name)
          BASES.any? { |hook, (others, _)| !run?(hook) && [hook, *others].include?(name) }
        end

        # Whether somebody gave the Zeitwerk loader a block for a class of this namespace, or for any.
        def callbacks?(loader, namespace)
          callbacks = loader.instance_variable_get(:@on_load_callbacks) || {}
          callbacks.any? do |name, blocks|
            of_it = name == :ANY || name == namespace || name.to_s.start_with?("#{namespace}::")
            of_it && blocks.any? { |block| foreign?(block) }
          end
        end

        # +code+: a block, a method or a place of a backtrace. Nobody knows whose a block without a place is, as
        # `&:symbol`; a method without one is Ruby's.
        def foreign?(code)
          path = code.respond_to?(:source_location) ? code.source_location&.first : code&.path
          return code.is_a?(Proc) if path.nil?

          !path.start_with?("<internal:", *folders)
        end

        private

        def told_of_classes?(base)
          method = base.method(:inherited)
          while method
            return true if foreign?(method)

            method = method.super_method
          end
          false
        end

        def run?(name)
          !hooks_of(:@loaded, name).empty?
        end

        def blocks(name)
          hooks_of(:@load_hooks, name).map(&:first)
        end

        # Rails has no question for it: https://api.rubyonrails.org/classes/ActiveSupport/LazyLoadHooks.html
        def hooks_of(variable, name)
          ::ActiveSupport.instance_variable_get(variable).fetch(name.to_sym, [])
        end

        def folders
          @folders ||= Gem.loaded_specs.values_at(*RAILS).compact.map { |gem| "#{gem.full_gem_path}/" } << "#{OWN}/"
        end
      end
    end
  end
end
