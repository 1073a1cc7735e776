# frozen_string_literal: true

# Shows what a packaged app reaches: a database's library, the zones, an image's library.
class ZonesController < ActionController::Base
  def index
    sum = ActiveRecord::Base.connection.select_value("select 40 + 2")
    hour = Time.utc(2026, 1, 1, 12).in_time_zone("America/New_York").hour
    png = ImageProcessing::Vips.source(Vips::Image.black(8, 6)).resize_to_limit(4, 4).convert("png").call
    size = Vips::Image.new_from_file(png.path).size
    render plain: "Rails #{Rails.version}: #{sum}, #{hour}, #{size.join("x")}"
  end
end
