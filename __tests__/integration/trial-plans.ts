import type { TrialPlan } from "../../src/ports/trial.ts";

/** A server that evaluates a piece of Ruby for each request, writes its value and answers 204. */
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

/** A piece of Ruby whose value is what a server sees of the machine. */
export const SEEN = `[
  ENV["GREETING"], ENV["HOME"], head.first.strip,
  %w[/usr/bin/ruby /usr/lib /home /root /var/lib /etc/ssl /etc/shadow].select { |p| File.exist?(p) && p != "/usr/lib" },
  %w[/mnt/data /tmp /tmp/mm].all? { |p| File.write(p + "/probe", "x") }, (File.write("/etc/x", "") rescue $!.class),
  \`uname -s; echo $?\`, Socket.getifaddrs.map(&:name).uniq - ["lo"], Process.pid > 1,
  File.write("/dev/null", "x"), File.read("/dev/urandom", 2).size, (File.write("/dev/shm/x", "") rescue "no"),
  File.symlink?("/dev/stdout"), \`/var/lang/bin/node -p 40+2\`, File.read("/etc/os-release")[/^ID=.*/],
  (require "etc"; Etc.getpwuid.name == (Process.uid.zero? ? "root" : "sbx_user1051")),
  Process.getrlimit(:NOFILE).first, Socket.gethostname
]`;

/** Its value in a jail: nothing of the runner. */
export const SEEN_IN_JAIL =
  '["it\'s a \\"$quoted\\" word", nil, "GET /up HTTP/1.1", [], true, Errno::EROFS, "Linux\\n0\\n", [], true, 1, 2, "no", true, "42\\n", "ID=\\"amzn\\"", true, 1024, "sandbox"]';

/** A piece of Ruby that maps a library of the runner, which the jail shows for `grep`. */
export const MAPS_OUTSIDE = `
  require "fiddle"
  Fiddle.dlopen(Dir["/lib/*/libpcre2-8.so.0", "/usr/lib/*/libpcre2-8.so.0"].first)
  true
`;
