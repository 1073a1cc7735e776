require "bcrypt"
require "json"
require "sinatra/base"

class App < Sinatra::Base
  enable :logging # A line for each request.

  # Posts live in this process's memory: a restart forgets them, and processes do not share them.
  POSTS = [
    { id: 1, title: "Hello" },
    { id: 2, title: "A second post" }
  ]

  get "/" do
    <<~HTML
      <!DOCTYPE html>
      <title>Posts</title>
      <h1>A small Sinatra app</h1>
      <p><a href="#{url("/posts")}">Posts</a></p>
    HTML
  end

  get "/up" do
    content_type :text
    "ok"
  end

  get "/posts" do
    puts "listing #{POSTS.size} posts"
    items = POSTS.map { |post| "<li>#{Rack::Utils.escape_html(post[:title])}</li>" }
    "<!DOCTYPE html>\n<title>Posts</title>\n<ul>#{items.join}</ul>\n"
  end

  get "/posts.json" do
    content_type :json
    JSON.generate(POSTS)
  end

  # bcrypt is compiled when it is installed.
  get "/password" do
    content_type :text
    BCrypt::Password.create("secret", cost: 4).to_s
  end
end
