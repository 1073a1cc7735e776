# frozen_string_literal: true

# Gives Ruby what the build has compiled of Ruby's own files and the gems', instead of compiling it again at each start.
# `ruby -r` loads this before anything else. A file is taken from the pack only if it has the size and the time that it
# had then, and a time follows from the content. Bootsnap, where an app has it, comes first for what is loaded after it.
# Without a pack, or with one of another Ruby, nothing changes.
# https://github.com/ruby/ruby/blob/v3_1_2/iseq.c (rb_iseq_load_iseq)
module Megamode
  class CodePack
    # Two files each, beside bootsnap's cache: of the gems, and of an app without bootsnap
    # (src/bundle/compile-cache/code-pack.ts and app-pack.ts).
    FOLDERS = %w[pack pack-of-app].map { |name| File.expand_path("../../../../../cache/#{name}", __dir__) }.freeze

    # Two of them compile alike: the same Ruby, told nothing else about compiling.
    RUBY = [RUBY_VERSION, RUBY_PATCHLEVEL, RUBY_REVISION, RUBY_PLATFORM].freeze

    # The pack in a folder; nil if this process cannot use it.
    def self.open(folder)
      index = "#{folder}/index"
      return unless File.file?(index)

      ruby, options, files = Marshal.load(File.binread(index))
      return unless ruby == RUBY

      new(files, options, File.open("#{folder}/code", "rb"))
    rescue StandardError
      nil
    end

    # Lets Ruby ask for each file that it loads from now on.
    def self.install(*folders)
      packs = folders.filter_map { |folder| open(folder) }
      return if packs.empty? || RubyVM::InstructionSequence.respond_to?(:load_iseq)

      RubyVM::InstructionSequence.instance_variable_set(:@megamode_code_packs, packs)
      class << RubyVM::InstructionSequence
        # Another ractor may not see the pack: whatever is loaded while there are several is compiled.
        def load_iseq(path)
          return if defined?(Ractor) && Ractor.count > 1

          @megamode_code_packs.each { |pack| pack.load(path)&.then { |compiled| return compiled } }
          nil
        end
      end
    end

    # files: path => [offset, length, size of the source, its time in seconds]
    # options: how they were compiled
    def initialize(files, options, code)
      @files = files
      @options = options
      @code = code
    end

    # The compiled file; nil if Ruby has to compile it.
    def load(path)
      offset, length, size, time = @files[path]
      return if offset.nil? || counting? || otherwise?

      source = File.stat(path)
      return unless source.size == size && source.mtime.to_i == time

      RubyVM::InstructionSequence.load_from_binary(@code.pread(length, offset))
    rescue StandardError
      nil
    end

    private

    # Whether this process compiles in another way by now. With `-w`, compiling warns; a compiled file does not.
    def otherwise?
      $VERBOSE || RubyVM::InstructionSequence.compile_option != @options
    end

    # Whether lines that run are counted, which only a fresh compilation does. Ruby 2.7 and 3.0 know no state.
    def counting?
      return false unless defined?(Coverage)

      Coverage.respond_to?(:state) ? Coverage.state != :idle : Coverage.running?
    end
  end
end

Megamode::CodePack.install(*Megamode::CodePack::FOLDERS)
