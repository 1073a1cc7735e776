/** The Ruby script that asks everything in one process. It runs on every Ruby since 2.5, and on other engines. */
export const QUESTIONS = `
require "json"
require "rbconfig"
config = RbConfig::CONFIG
answer = {
  engine: RUBY_ENGINE, version: RUBY_VERSION, abi: config["ruby_version"],
  platform: Gem::Platform.local.to_s, arch: config["arch"], host: RUBY_PLATFORM,
  executable: File.realpath("/proc/self/exe"), prefix: config["prefix"],
  directories: {
    rubyLibrary: config["rubylibprefix"], architecture: config["rubyarchdir"],
    site: config["sitedir"], siteArchitecture: config["sitearchdir"], vendor: config["vendordir"]
  },
  loadPath: $LOAD_PATH.reject { |path| path.to_s.include?("/gems/") }
}
begin
  require "bundler"
  specification = Gem.loaded_specs["bundler"] ||
    Gem::Specification.find_by_name("bundler", Bundler::VERSION)
  answer[:bundlerVersion] = Bundler::VERSION
  answer[:bundler] = {
    gemDir: specification.full_gem_path, specification: specification.loaded_from
  }
rescue LoadError
end
begin
  require "openssl"
  answer[:openssl] = {
    directory: File.dirname(OpenSSL::Config::DEFAULT_CONFIG_FILE),
    certificates: OpenSSL::X509::DEFAULT_CERT_FILE
  }
rescue LoadError
end
puts "", JSON.generate(answer)
`;
