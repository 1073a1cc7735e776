# frozen_string_literal: true

ADD = ["-e", "print 1 + 1"].freeze

probe :children, {
  by_config: -> { run(RbConfig.ruby, *ADD) },
  by_path: -> { run("ruby", "--disable-gems", "-rsocket", *ADD) },
  by_version: -> { run("ruby#{RUBY_VERSION[/\d+\.\d+/]}", *ADD) },
  without_environment: -> { run(RbConfig.ruby, "-rjson", *ADD, unsetenv_others: true) },
  by_first_line: -> { run("#{__dir__}/../bin/which-ruby") },
  stub_of_a_gem: -> { run("#{Bundler.bundle_path}/bin/puma", "--version") },
  rake: -> { run("rake", "--version") },
  bundle: -> { run("bundle", "--version") },
  bundle_exec: -> { run("bundle", "exec", "puma", "--version") },
  gem: -> { run("gem", "--version") },
  ls: -> { run("/bin/ls", "/tmp/mm") },
  shell: -> { run("/bin/sh", "-c", "echo $((1 + 1)); ls / | head -n 1") },
  thread: -> { Thread.new { 42 }.value },
  # Without libgcc_s the C library aborts here.
  cancelled_thread: -> { Thread.new { sleep }.tap { |thread| Thread.pass; thread.kill }.join(5)&.alive? },
  fork: -> { Process.wait(fork { exit!(7) }); $?.exitstatus },
  pty: -> { require "pty"; PTY.spawn("/bin/echo", "from a terminal") { |out, _| break out.gets.chomp } }
}
