# frozen_string_literal: true

require "etc"
require "fiddle"
require "socket"
require "tzinfo"

# "日" in EUC-JP, by the C library: Ruby's own converter would not do, it needs no module.
def libc_iconv
  libc = Fiddle.dlopen("libc.so.6")
  pointer, size = Fiddle::TYPE_VOIDP, Fiddle::TYPE_SIZE_T
  open = Fiddle::Function.new(libc["iconv_open"], [pointer, pointer], pointer)
  convert = Fiddle::Function.new(libc["iconv"], [pointer] * 5, size)
  from, to = Fiddle::Pointer.to_ptr("\xC6\xFC".b), Fiddle::Pointer.malloc(8)
  places = [from.to_i, 2, to.to_i, 8].map do |number|
    Fiddle::Pointer.malloc(8).tap { |place| place[0, 8] = [number].pack("J") }
  end
  handle = open.call("UTF-8", "EUC-JP")
  raise "iconv_open failed" if handle.to_i == -1 || handle.to_i == 2**64 - 1
  convert.call(handle, *places)
  to[0, 8 - places.last[0, 8].unpack1("J")].force_encoding("UTF-8")
end

def in_zone(zone)
  before, ENV["TZ"] = ENV.fetch("TZ", nil), zone
  Time.at(0).to_s
ensure
  ENV["TZ"] = before
end

def localized(name)
  setlocale = Fiddle::Function.new(
    Fiddle.dlopen("libc.so.6")["setlocale"], [Fiddle::TYPE_INT, Fiddle::TYPE_VOIDP], Fiddle::TYPE_VOIDP
  )
  setlocale.call(0, name).null? ? "no such locale" : "set"
end

probe :system, {
  new_york: -> { in_zone("America/New_York") },
  tzinfo: -> { TZInfo::Timezone.get("America/New_York").utc_to_local(Time.at(0).utc).to_s },
  locale: -> { localized("C.UTF-8") },
  iconv: -> { libc_iconv },
  by_name: -> { Fiddle.dlopen("libyaml-0.so.2"); true },
  localhost: -> { Addrinfo.getaddrinfo("localhost", 80).first.ip_address },
  # The name service is asked, and says that there is none, where it may not be reached.
  nowhere: -> { Addrinfo.getaddrinfo("nowhere.invalid", 80) },
  user: -> { Etc.getpwuid.name },
  group: -> { Etc.getgrgid(Process.gid).name },
  user_id: -> { Process.uid },
  writable: -> { %w[/ /tmp/mm /tmp/mm/app /tmp/mm/lib].select { |folder| File.writable?(folder) } },
  absent: -> { %w[/usr/lib/locale /usr/share/zoneinfo /etc/ssl /usr/lib/gconv /usr/bin/ruby].select { |path| File.exist?(path) } }
}
