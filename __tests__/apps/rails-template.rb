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

  # What notices how much of Rails and of the app is loaded before the first request.
  route "get 'first', to: 'first#index'"
  file "db/migrate/20200101000000_first.rb", <<~RUBY
    class First < ActiveRecord::Migration[6.1]
      def change
        create_table(:vehicles) { |t| t.string :type }
        create_table(:action_text_rich_texts) do |t|
          t.string :name; t.text :body; t.references :record, polymorphic: true; t.timestamps
        end
        create_table(:active_storage_attachments) do |t|
          t.string :name; t.references :record, polymorphic: true; t.references :blob; t.datetime :created_at
        end
        create_table(:active_storage_blobs) do |t|
          t.string :key; t.string :filename; t.string :content_type; t.text :metadata; t.string :service_name
          t.bigint :byte_size; t.string :checksum; t.datetime :created_at
        end
      end
    end
  RUBY
  file "app/models/vehicle.rb", <<~RUBY
    class Vehicle < ApplicationRecord
      has_rich_text :notes
    end
  RUBY
  file "app/models/truck.rb", "class Truck < Vehicle; end\n"
  file "app/models/fire_truck.rb", "class FireTruck < Truck; end\n"
  file "app/mailers/note_mailer.rb", <<~RUBY
    class NoteMailer < ApplicationMailer
      def note
        mail(to: "Greetings <c@d.example>", subject: "Greetings", body: "note", delivery_method: :test)
      end
    end
  RUBY
  initializer "hooks.rb", <<~RUBY
    HOOKED = []
    # What somebody waits for is loaded at boot: without them, the mailer and Active Storage wait for the request.
    (ENV["WITH_HOOKS"] ? %i[action_mailer active_storage_blob] : []).each do |hook|
      ActiveSupport.on_load(hook) { HOOKED << hook }
    end
    Rails.application.config.after_initialize { Mail::Message.define_method(:patched) { subject } }
  RUBY
  file "app/controllers/first_controller.rb", <<~RUBY
    class FirstController < ApplicationController
      def index
        render json: {
          sti: Vehicle.descendants.map(&:name).sort, condition: Truck.all.to_sql[/WHERE.*/], hooked: HOOKED.sort,
          mail: Mail.new(NoteMailer.note.deliver_now.encoded).then { |read| [read.to, read.patched, read.body.decoded] },
          at_once: %w[ActiveStorage::Blob ActionText::RichText].product([1, 2]).map { |name, _|
            Thread.new { name.constantize.name }
          }.map(&:value),
          notes: Vehicle.find(FireTruck.create!(notes: "<b>fast</b>").id).notes.to_s.squish,
          zone: Time.utc(2024, 7, 1).in_time_zone("Asia/Kathmandu").iso8601
        }
      end
    end
  RUBY
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
