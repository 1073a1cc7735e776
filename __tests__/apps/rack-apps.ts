/** An app that a test makes, and what it is deployed with. */
export interface RackApp {
  readonly files: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
}

const gemfile = (...gems: readonly string[]) =>
  `source "https://rubygems.org"\n${gems.map((gem) => `gem ${gem}\n`).join("")}`;

const LINES = '$stdout.puts "one line to stdout"; $stderr.puts "one line to stderr"';

/** No framework, and of Rack nothing but what a server brings: a cookie in place of a session. */
const BARE = `require "uri"
run(lambda { |env|
  prefix, path = env.values_at("SCRIPT_NAME", "PATH_INFO")
  form = ->(text) { URI.decode_www_form(text.to_s).to_h }
  case path
  when "/"
    ${LINES}
    visit = env["HTTP_COOKIE"].to_s[/visit=(\\d+)/, 1].to_i + 1
    [200, { "set-cookie" => "visit=#{visit}; path=/" }, ["at #{prefix} /, visit #{visit}"]]
  when "/echo"
    [200, {}, ["#{form.call(env["rack.input"].read)["text"]} #{form.call(env["QUERY_STRING"])["q"]}"]]
  when "/away" then [302, { "location" => "#{prefix}/" }, []]
  when "/boom" then raise "as it was meant"
  else [404, {}, []]
  end
})
`;

const SINATRA = `require "sinatra/base"
class App < Sinatra::Base
  enable :sessions
  set :session_secret, ENV.fetch("SECRET_KEY_BASE", "x" * 64)
  set :host_authorization, { permitted_hosts: [] }
  get("/") do
    ${LINES}
    session[:visit] = session[:visit].to_i + 1
    "at #{request.script_name} #{request.path_info}, visit #{session[:visit]}"
  end
  post("/echo") { "#{params[:text]} #{params[:q]}" }
  get("/away") { redirect to("/") }
  get("/boom") { raise "as it was meant" }
end
run App
`;

const RODA = `require "roda"
class App < Roda
  plugin :sessions, secret: ENV.fetch("SECRET_KEY_BASE", "x" * 64)[0, 64]
  route do |r|
    r.root do
      ${LINES}
      session["visit"] = session["visit"].to_i + 1
      "at #{r.script_name} #{r.path_info}, visit #{session["visit"]}"
    end
    r.post("echo") { "#{r.params["text"]} #{r.params["q"]}" }
    r.get("away") { r.redirect "#{r.script_name}/" }
    r.get("boom") { raise "as it was meant" }
  end
end
run App.freeze.app
`;

const HANAMI = {
  "config.ru": `require "hanami/boot"\nrun Hanami.app\n`,
  "config/app.rb": `require "hanami"
module Shop
  class App < Hanami::App
    config.actions.sessions = :cookie, { key: "shop", secret: ENV.fetch("SECRET_KEY_BASE", "x" * 64) }
  end
end
`,
  "config/routes.rb": `module Shop
  class Routes < Hanami::Routes
    root to: "home.index"
    post "/echo", to: "home.echo"
    get "/away", to: "home.away"
    get "/boom", to: "home.boom"
  end
end
`,
  "app/action.rb": `require "hanami/action"
module Shop
  class Action < Hanami::Action
    def verify_csrf_token?(*) = false
  end
end
`,
  "app/actions/home/index.rb": `module Shop
  module Actions
    module Home
      class Index < Shop::Action
        def handle(request, response)
          ${LINES}
          visit = response.session[:visit].to_i + 1
          response.session[:visit] = visit
          response.body = "at #{request.env["SCRIPT_NAME"]} #{request.path_info.empty? ? "/" : request.path_info}, visit #{visit}"
        end
      end
    end
  end
end
`,
  "app/actions/home/echo.rb": `module Shop
  module Actions
    module Home
      class Echo < Shop::Action
        def handle(request, response)
          response.body = "#{request.params[:text]} #{request.params[:q]}"
        end
      end
    end
  end
end
`,
  "app/actions/home/away.rb": `module Shop
  module Actions
    module Home
      class Away < Shop::Action
        def handle(request, response)
          response.redirect_to "#{request.env["SCRIPT_NAME"]}/"
        end
      end
    end
  end
end
`,
  "app/actions/home/boom.rb": `module Shop
  module Actions
    module Home
      class Boom < Shop::Action
        def handle(*)
          raise "as it was meant"
        end
      end
    end
  end
end
`,
};

const RACK_2 = '"rack", "~> 2.2"';
const RACK_3 = '"rack", "~> 3.0"';
const bare = (...gems: readonly string[]): RackApp => ({
  files: { Gemfile: gemfile(...gems), "config.ru": BARE },
});

/** By what they are called in a test's title. */
export const RACK_APPS: Readonly<Record<string, RackApp>> = {
  "A bare config.ru without Rack": bare('"puma"'),
  "A bare config.ru on Rack 2": bare('"puma"', RACK_2),
  "A bare config.ru on Rack 3": bare('"puma"', RACK_3),
  "Sinatra 3 on Rack 2": {
    files: { Gemfile: gemfile('"sinatra", "~> 3.0"', '"puma"'), "config.ru": SINATRA },
  },
  "Sinatra 4 on Rack 3": {
    files: { Gemfile: gemfile('"sinatra", "~> 4.0"', '"puma"'), "config.ru": SINATRA },
  },
  "Roda on Rack 2": { files: { Gemfile: gemfile('"roda"', '"puma"', RACK_2), "config.ru": RODA } },
  "Roda on Rack 3": { files: { Gemfile: gemfile('"roda"', '"puma"', RACK_3), "config.ru": RODA } },
  "Hanami on Rack 2": {
    files: {
      ...HANAMI,
      Gemfile: gemfile(
        '"hanami", "~> 2.1"',
        '"hanami-router"',
        '"hanami-controller"',
        '"dry-system", "~> 1.1.0"',
        '"puma"',
        RACK_2,
      ),
    },
  },
  Unicorn: bare('"unicorn"', RACK_3),
  "WEBrick on Rack 2": bare('"webrick"', RACK_2),
  "WEBrick on Rack 3": bare('"webrick"', '"rackup"', RACK_3),
  Falcon: bare('"falcon"'),
  "Thin by server-command": {
    ...bare('"thin"', '"rack", "< 3"'),
    inputs: {
      "server-command": "bundle exec thin start --socket {socket} --rackup {rackup} --threaded",
    },
  },
};
