import { describe, expect, test } from "@jest/globals";
import { activeStorageRisks } from "../../../../src/app/data/active-storage.ts";
import { type Given, sources } from "./sources.ts";

const risks = (given: Given) => activeStorageRisks(sources(given));

describe("Active Storage on disk", () => {
  const app = {
    "config/environments/production.rb": "  config.active_storage.service = :local\n",
    "config/storage.yml":
      'local:\n  service: Disk\n  root: <%= Rails.root.join("storage") %>\n\namazon:\n  service: S3\n',
  };
  const model = { "app/models/post.rb": "class Post\n  has_one_attached :image\nend\n" };

  test("is a risk for an app with attachments, and none for one without", () => {
    expect(risks({ files: app })).toEqual([]);
    expect(risks({ files: { ...app, ...model } })).toMatchObject([{ kind: "lost" }]);
    const schema = { "db/schema.rb": 'create_table "active_storage_blobs"' };
    expect(risks({ files: { ...app, ...schema } })).toHaveLength(1);
  });

  test("is none on S3, nor on a mounted file system", () => {
    const chosen = 'config.active_storage.service = ENV.fetch("STORE", "local").to_sym';
    const files = { ...app, ...model, "config/environments/production.rb": chosen };
    expect(risks({ files })).toHaveLength(1);
    expect(risks({ files, environment: { STORE: "amazon" } })).toEqual([]);
    const mounted = {
      ...files,
      "config/storage.yml": "local:\n  service: Disk\n  root: /mnt/data/files\n",
    };
    expect(risks({ files: mounted, mounts: ["/mnt/data"] })).toEqual([]);
    expect(risks({ files: mounted })).toHaveLength(1);
  });

  test("is none where the service is another's, or nothing says which", () => {
    const chosen = (line: string) => ({
      ...app,
      ...model,
      "config/environments/production.rb": line,
    });
    expect(risks({ files: chosen("config.active_storage.service = :unknown\n") })).toEqual([]);
    expect(risks({ files: chosen("config.active_storage.service = Shop.service\n") })).toEqual([]);
    expect(risks({ files: chosen("") })).toEqual([]);
    const { "config/storage.yml": _, ...none } = { ...app, ...model };
    expect(risks({ files: none })).toEqual([]);
  });

  test("is shown by attachments of a model and by tables of the schema, and by nothing else", () => {
    const shown = (files: Readonly<Record<string, string>>) =>
      risks({ files: { ...app, ...files } }).length;
    const attached = "class Post\n  has_many_attached :images\nend\n";
    const table = "CREATE TABLE active_storage_blobs";
    expect(shown({ "app/models/a.rb": "", "app/models/post.rb": attached })).toBe(1);
    expect(shown({ "db/structure.sql": table })).toBe(1);
    expect(shown({ "app/jobs/post_job.rb": attached })).toBe(0);
    expect(shown({ "app/models/post.rb": "# has_one_attached :x\n" })).toBe(0);
    expect(shown({ "app/models/post.rb": table })).toBe(0);
    expect(shown({ "db/schema.rb": 'create_table "posts"' })).toBe(0);
  });

  test("is named with its folder, which is `storage` where none is given", () => {
    expect(risks({ files: { ...app, ...model } })).toEqual([
      {
        kind: "lost",
        what: "Active Storage keeps files on disk (`local` of `config/storage.yml`, in `storage`): each sandbox has its own, and loses them.",
        fix: "Name a service of S3 in `config.active_storage.service`, or mount a file system and keep the files there.",
      },
    ]);
    const at = (root: string) => ({
      ...app,
      ...model,
      "config/storage.yml": `local:\n  service: Disk\n${root}`,
    });
    expect(risks({ files: at("") })[0]?.what).toContain("in `storage`)");
    expect(risks({ files: at("  root: /tmp/files\n") })[0]?.what).toContain("in `/tmp/files`)");
  });
});
