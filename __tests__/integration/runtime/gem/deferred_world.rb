# frozen_string_literal: true

require "tmpdir"

# What Rails and Zeitwerk have of it, in short, without their gems: the end-to-end tests run Rails itself.
module Rails
  class Application; end

  module Initializable
    Initializer = Struct.new(:name, :block) do
      def run(*args)
        block.call(*args)
      end
    end
  end

  class Loader
    attr_reader :dirs, :inflector

    def initialize
      @dirs = []
      @eager_load_exclusions = []
      @on_load_callbacks = {}
      @inflector = Class.new { def camelize(name, _path) = name.split("_").map(&:capitalize).join }.new
    end

    def push(folder)
      @dirs << folder
      Dir["#{folder}/**/*.rb"].each do |file|
        Object.autoload(@inflector.camelize(File.basename(file, ".rb"), file), file)
      end
    end

    def do_not_eager_load(path)
      @eager_load_exclusions << path
    end

    def on_load(name, &block)
      @on_load_callbacks[name] = [block]
    end

    def eager_load
      (@dirs - @eager_load_exclusions).each { |folder| Dir["#{folder}/*.rb"].each { |file| require file } }
    end
  end

  Autoloaders = Struct.new(:main, :once) do
    def each(&block) = [main, once].each(&block)
  end

  class << self
    attr_accessor :autoloaders
  end
end

module ActiveSupport
  @load_hooks = Hash.new { |all, name| all[name] = [] }
  @loaded = Hash.new { |all, name| all[name] = [] }

  def self.on_load(name, options = {}, &block)
    @loaded[name].each(&block)
    @load_hooks[name] << [block, options]
  end

  def self.run_load_hooks(name, base)
    @loaded[name] << base
    @load_hooks[name].each { |block, _| block.call(base) }
  end
end

module ActiveRecord
  class Base
    def self.descendants = ObjectSpace.each_object(Class).select { |one| one < self }
  end
end
ActiveSupport.run_load_hooks(:active_record, ActiveRecord::Base)

require "megamode/deferred"

# For the tests of what is deferred.
module DeferredWorld
  # A module that notes when it is loaded.
  class Part < Module
    def initialize(name, seen, &load)
      super(&nil)
      @name = name
      @seen = seen
      @load = load
    end
    attr_reader :name

    def eager_load!
      @seen << @name
      @load&.call
    end
  end

  Config = Struct.new(:eager_load, :eager_load_namespaces)
  App = Struct.new(:config)

  # Each in a process of its own: what is prepended stays.
  def inside
    read, write = IO.pipe
    child = fork do
      read.close
      $stderr.reopen(write)
      STDOUT.reopen(write)
      STDOUT.sync = true
      Dir.mktmpdir { |folder| yield World.new(folder) }
      exit!(0)
    rescue Exception => e # rubocop:disable Lint/RescueException
      write.write("#{e.class}: #{e.message}\n#{e.backtrace.first(5).join("\n")}")
      exit!(1)
    end
    write.close
    read.read.tap { Process.wait(child) }
  end

  # An app with two of our list, one of its own, and an engine's folder with a file in it.
  class World
    attr_reader :seen, :app, :folder

    def initialize(folder)
      @seen = []
      @folder = folder
      ENV["MEGAMODE_PROXY_SECRET"] = "s"
      ENV["MEGAMODE_EAGER_LOAD"] = "auto"
      Megamode.serving!
      Object.const_set(:TZInfo, Part.new("TZInfo", @seen))
      Object.const_set(:ActionMailer, Part.new("ActionMailer", @seen))
      @app = App.new(Config.new(true, [TZInfo, Part.new("Own", @seen), ActionMailer, Part.new("Gem", @seen)]))
      main = Rails::Loader.new
      Rails.autoloaders = Rails::Autoloaders.new(main, Rails::Loader.new)
      Dir.mkdir("#{folder}/models")
      file("blob", "class Blob < ActiveRecord::Base; end; ActiveSupport.run_load_hooks(:active_storage_blob, Blob)")
      Object.const_set(:ActiveStorage, Module.new)
      ActiveStorage.const_set(:Engine, Struct.new(:root, :config).new(folder, engine))
    end

    def engine
      Struct.new(:all_eager_load_paths).new(["#{@folder}/models"])
    end

    def file(name, text)
      File.write("#{@folder}/models/#{name}.rb", text)
    end

    def boot
      Rails.autoloaders.main.push("#{@folder}/models")
      Megamode::Deferred.install
      Rails::Initializable::Initializer.new(:other, ->(*) {}).run(@app)
      Rails::Initializable::Initializer.new(:eager_load!, lambda { |app|
        Rails.autoloaders.each(&:eager_load)
        app.config.eager_load_namespaces.each(&:eager_load!)
      }).run(@app)
    end

    def blob?
      Object.autoload?(:Blob).nil?
    end

    def names
      @app.config.eager_load_namespaces.map(&:name)
    end
  end
end
