# frozen_string_literal: true

# Each line says which request wrote it, and is numbered in the order of writing. Of a request's two threads one outlives it.
LOCK = Mutex.new
LATE = Queue.new
@number = 0

write = lambda do |id, text|
  LOCK.synchronize do
    @number += 1
    line = "#{@number} #{id} #{text}"
    # As loggers, `puts`, `warn` and a program that prints in pieces do it.
    case @number % 4
    when 0 then STDOUT.write("#{line}\n")
    when 1 then warn(line)
    when 2 then $stdout.puts(line)
    else
      print(line)
      print("\n")
    end
  end
end

# A body that is not there as a whole: its last line is written when the client has the answer.
Pieces = Struct.new(:close_with) do
  def each
    yield "ok"
  end

  def close
    close_with.call
  end
end

run(lambda do |env|
  id = env["HTTP_X_REQUEST_ID"]
  if env["PATH_INFO"] == "/end"
    LATE.pop.join until LATE.empty?
    next [200, { "content-type" => "text/plain" }, [@number.to_s]]
  end
  if env["PATH_INFO"] == "/flood"
    50.times { LOCK.synchronize { STDOUT.write(Array.new(10_000) { "#{@number += 1} #{id} #{"x" * 50}\n" }.join) } }
    next [200, { "content-type" => "text/plain" }, ["ok"]]
  end
  write.call(id, "main 1")
  in_time = Queue.new
  LATE << Thread.new do
    write.call(id, "side 1")
    in_time << true
    rand(4).times do |i|
      sleep(rand * 0.004)
      write.call(id, "late #{i}")
    end
  end
  in_time.pop
  write.call(id, "main 2")
  body = @number.odd? ? ["ok"] : Pieces.new(-> { write.call(id, "main 3") })
  [200, { "content-type" => "text/plain" }, body]
end)
