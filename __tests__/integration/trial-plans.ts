import type { TrialPlan } from "../../src/ports/trial.ts";

/** Listens, and answers the first request with what a piece of Ruby comes to, which it writes too. */
export const server = (code: string) => `
  require "socket"
  listening = UNIXServer.new("/tmp/mm/run/server.sock")
  loop do
    client = listening.accept
    next unless (line = client.gets)
    head = [line]
    head << line while (line = client.gets) && line != "\\r\\n"
    STDERR.puts((begin; ${code}; rescue StandardError => e; e.class; end).inspect)
    client.write "HTTP/1.1 204 No Content\\r\\nConnection: close\\r\\n\\r\\n"
    client.close
  end
`;

export const plan = (script: string, more: Partial<TrialPlan> = {}): TrialPlan => ({
  argv: ["/tmp/mm/bin/ruby", "-e", script],
  cwd: "/tmp/mm/run",
  env: { PATH: "/usr/bin:/bin", GREETING: 'it\'s a "$quoted" word' },
  mounts: ["/mnt/data"],
  bootLimit: 60_000,
  request: { path: "/up", headers: { host: "a.example" }, limit: 30_000 },
  ...more,
});

/** What a server sees, as a piece of Ruby. */
export const SEEN = `[
  ENV["GREETING"], ENV["HOME"], head.first.strip,
  %w[/usr/bin/ruby /usr/lib /home /root /var /etc/ssl /etc/shadow].select { |p| File.exist?(p) && p != "/usr/lib" },
  %w[/mnt/data /tmp /tmp/mm].all? { |p| File.write(p + "/probe", "x") }, (File.write("/etc/x", "") rescue $!.class),
  \`uname -s; echo $?\`, Socket.getifaddrs.map(&:name).uniq - ["lo"], Process.pid > 1,
  File.write("/dev/null", "x"), File.read("/dev/urandom", 2).size
]`;

/** What that is to be in a jail: nothing of the runner. */
export const SEEN_IN_JAIL =
  '["it\'s a \\"$quoted\\" word", nil, "GET /up HTTP/1.1", [], true, Errno::EROFS, "Linux\\n0\\n", [], true, 1, 2]';

/** Maps a library of the runner's that the jail has for `grep`. */
export const MAPS_OUTSIDE = `
  require "fiddle"
  Fiddle.dlopen(Dir["/lib/*/libpcre2-8.so.0", "/usr/lib/*/libpcre2-8.so.0"].first)
  true
`;
