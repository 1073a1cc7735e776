import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseInputs } from "./database-inputs.ts";
import { localAws } from "./local-aws.ts";
import { readOutputs } from "./outputs.ts";

/**
 * Deploys an app to the embedded AWS by bin/megamode, and shows its output. It adds the inputs that a Rails app with a
 * database needs: a file system at /mnt/data, as EFS would be, an SQLite file there, and the migrations.
 * @returns the action's outputs
 * @throws Error with the exit status if the deploy failed
 */
export async function deployByTerminal(options: {
  readonly app: string;
  readonly stage: string;
  readonly state: string;
  /** More inputs, as `NAME=VALUE`. */
  readonly inputs?: readonly string[];
}): Promise<Readonly<Record<string, string>>> {
  const { app, stage, state } = options;
  const { region } = await localAws(state);
  const inputs = [
    `function-configuration=${JSON.stringify(withFileSystem(region))}`,
    ...databaseInputs(app, "/mnt/data"),
    ...(options.inputs ?? []), // Of several with one name the last counts.
  ];
  const scratch = mkdtempSync(join(tmpdir(), "megamode-outputs-"));
  const file = join(scratch, "outputs");
  writeFileSync(file, "");
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, "megamode.ts"),
      "deploy",
      "--target",
      "local",
      "--app",
      app,
      "--stage",
      stage,
      "--state",
      state,
      ...inputs.flatMap((input) => ["--input", input]),
    ],
    { stdio: "inherit", env: { ...process.env, GITHUB_OUTPUT: file } },
  );
  const status = await new Promise<number>((done) => child.on("exit", (code) => done(code ?? 1)));
  const outputs = readOutputs(readFileSync(file, "utf8"));
  rmSync(scratch, { recursive: true });
  if (status !== 0) throw new Error(`the deploy ended with exit status ${status}`);
  return outputs;
}

/** AWS mounts file systems for functions in a VPC only, and the embedded AWS is as strict. */
function withFileSystem(region: string) {
  return {
    VpcConfig: {
      SubnetIds: ["subnet-0000000000000000a"],
      SecurityGroupIds: ["sg-0000000000000000a"],
    },
    FileSystemConfigs: [
      {
        Arn: `arn:aws:elasticfilesystem:${region}:000000000000:access-point/fsap-0000000000000000a`,
        LocalMountPath: "/mnt/data",
      },
    ],
  };
}
