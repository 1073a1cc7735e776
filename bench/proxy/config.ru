# frozen_string_literal: true

# The app that bench:proxy asks: as little work as possible, a large file, and a long stream.
FILE = Random.new(1).bytes(4_700_000)
PIECE = ("x" * 65_536).freeze
PIECES = 1600

run(lambda { |env|
  case env["PATH_INFO"]
  when "/file"
    [200, { "content-type" => "application/octet-stream" }, [FILE]]
  when "/stream"
    body = Enumerator.new do |out|
      out << format("%.6f\n", Process.clock_gettime(Process::CLOCK_REALTIME))
      sleep 0.05 # So that the first line travels alone.
      PIECES.times { out << PIECE }
    end
    [200, { "content-type" => "text/plain" }, body]
  else
    [200, { "content-type" => "text/plain" }, ["Hello"]]
  end
})
