# frozen_string_literal: true

attempt { require "rmagick" }
attempt { require "vips" }

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text y="15">A</text></svg>'

def magick(format)
  blob = Magick::Image.new(4, 3) { |image| image.background_color = "red" }.tap { |image| image.format = format }.to_blob
  Magick::Image.from_blob(blob).first.then { |image| [image.columns, image.rows] }
end

def vips(suffix, loader = nil)
  red = (Vips::Image.black(32, 24) + [255, 0, 0]).cast(:uchar).copy(interpretation: :srgb)
  image = Vips::Image.new_from_buffer(red.write_to_buffer(suffix), "")
  [image.width, image.height]
end

probe :images, {
  magick_png: -> { magick("PNG") },
  magick_jpeg: -> { magick("JPEG") },
  magick_gif: -> { magick("GIF") },
  magick_webp: -> { magick("WEBP") },
  magick_tiff: -> { magick("TIFF") },
  # What it may read and write is in a file.
  magick_policy: -> { run("convert", "-list", "policy").lines.grep(/^Path: /).map(&:chomp) },
  # A name and a file of a font come from fontconfig and from ImageMagick's type.xml.
  magick_text: lambda {
    image = Magick::Image.new(60, 30)
    Magick::Draw.new.annotate(image, 0, 0, 5, 20, "Ag") { |draw| draw.font_family = "DejaVu Sans"; draw.pointsize = 16 }
    image.number_colors > 2
  },
  vips_png: -> { vips(".png") },
  vips_jpeg: -> { vips(".jpg") },
  vips_webp: -> { vips(".webp") },
  vips_gif: -> { vips(".gif") },
  vips_heic: -> { Vips.type_find("VipsOperation", "heifload_buffer").positive? ? vips(".avif") : "no such operation" },
  vips_svg: -> { Vips::Image.new_from_buffer(SVG, "").then { |image| [image.width, image.height, image.max > 0] } },
  vips_text: -> { Vips::Image.text("Ag", font: "DejaVu Sans 16").max }
}
