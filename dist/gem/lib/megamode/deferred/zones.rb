# frozen_string_literal: true

require_relative "namespace"

module Megamode
  module Deferred
    # Reads the definitions of all time zones. With the gem tzinfo-data they are Ruby files, which stay loaded. The
    # system's files are parsed, and what was parsed is thrown away: time and memory for nothing, at a prewarm too.
    # https://github.com/tzinfo/tzinfo/blob/v2.0.6/lib/tzinfo/data_source.rb (`eager_load!`)
    class Zones < Namespace
      def load(&failed)
        super unless defined?(::TZInfo::DataSources::ZoneinfoDataSource) &&
                     ::TZInfo::DataSource.get.is_a?(::TZInfo::DataSources::ZoneinfoDataSource)
      rescue StandardError => e
        yield name, e
      end
    end
  end
end
