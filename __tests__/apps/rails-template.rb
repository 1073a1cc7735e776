# What `rails new -m` adds to an app as it comes: pages that a user could have written, none of which knows
# of Lambda. https://guides.rubyonrails.org/rails_application_templates.html
gem "concurrent-ruby", "1.3.4" if Rails.version.to_f < 7.1 # Newer ones no longer load Logger for Rails.

after_bundle do
  generate :scaffold, "post", "title:string", "--skip-test", "--no-test-framework", "--no-jbuilder"
  route "root to: 'home#index'"
  route "get 'boom', to: 'home#boom'"
  route "get 'away', to: 'home#away'"

  if options[:api]
    file "app/controllers/home_controller.rb", <<~RUBY
      class HomeController < ApplicationController
        def index
          logger.debug "only at debug"
          render json: { root: root_path, post: posts_url, script: request.script_name }
        end

        def boom
          raise "as it was meant"
        end

        def away
          redirect_to posts_url
        end
      end
    RUBY
    next
  end

  file "app/controllers/home_controller.rb", <<~RUBY
    class HomeController < ApplicationController
      def index
        session[:visits] = session[:visits].to_i + 1
        logger.debug "only at debug"
      end

      def boom
        raise "as it was meant"
      end

      def away
        redirect_to posts_path, notice: "sent here"
      end
    end
  RUBY
  file "app/views/home/index.html.erb", <<~ERB
    <h1>Visits: <%= session[:visits] %></h1>
    <% cache "links" do %><%= link_to "Posts", posts_path %><% end %>
    <%= image_tag "dot.svg" %>
  ERB
  dot = %(<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><circle r="2"/></svg>\n)
  file "app/assets/images/dot.svg", dot
  file "app/assets/images/ground.svg", dot
  # Propshaft's path is the asset's own, as it is in a browser; Sprockets has a helper for it.
  propshaft = File.read("Gemfile").match?(/^gem ["']propshaft["']/)
  url = propshaft ? 'url("/ground.svg")' : "asset-url('ground.svg')"
  scss = File.read("Gemfile").match?(/^gem ["']sass(c)?-rails["']/)
  url = "url(<%= asset_path 'ground.svg' %>)" unless propshaft || scss
  extension = propshaft ? "css" : (scss ? "scss" : "css.erb")
  file "app/assets/stylesheets/ground.#{extension}", "body { background: #{url}; }\n"
  if propshaft # Before Rails 8, which has `stylesheet_link_tag :app`: all there are.
    gsub_file "app/views/layouts/application.html.erb", 'stylesheet_link_tag "application",', 'stylesheet_link_tag "application", "ground",'
  end
end
