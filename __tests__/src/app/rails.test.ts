import { describe, expect, test } from "@jest/globals";
import { assetPipeline, healthRoute, isRailsApplication } from "../../../src/app/rails.ts";

test.each([
  ['get "up" => "rails/health#show", as: :rails_health_check', "/up"],
  ["get '/healthz', to: 'rails/health#show'", "/healthz"],
  ['get("up", to: "rails/health#show")', "/up"],
  ['get "up", :to => "rails/health#show"', "/up"],
  ['# get "up" => "rails/health#show"', undefined],
  ['get "up" => "status#show"', undefined],
  ["", undefined],
])("the health check of the route %j is %s", (route, path) => {
  expect(healthRoute(`Rails.application.routes.draw do\n  ${route}\nend\n`)).toBe(path);
});

describe("the asset pipeline", () => {
  test("is the one that is locked, Propshaft first", () => {
    const locked = (...gems: string[]) => new Map(gems.map((gem) => [gem, "1.0"]));
    expect(assetPipeline(locked("sprockets-rails", "propshaft"), "")).toBe("propshaft");
    expect(assetPipeline(locked("sprockets-rails"), 'gem "propshaft"')).toBe("sprockets-rails");
    expect(assetPipeline(locked("rails"), 'gem "propshaft"')).toBeUndefined();
  });

  test("is the one that the Gemfile names where nothing is locked", () => {
    expect(assetPipeline(new Map(), 'gem "sprockets-rails"\n')).toBe("sprockets-rails");
    expect(assetPipeline(new Map(), 'gem "rails"\n')).toBeUndefined();
  });
});

test.each([
  ["class Application < Rails::Application", true],
  ["class Application < ::Rails::Application", true],
  ["class Engine < Rails::Engine", true],
  ["# class Application < Rails::Application", false],
  ["class Application < Sinatra::Base", false],
  ["", false],
])("%j is of a Rails app: %s", (line, expected) => {
  expect(isRailsApplication(`module Shop\n  ${line}\nend\n`)).toBe(expected);
});
