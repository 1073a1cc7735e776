import { statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { RuntimeError } from "./errors.mjs";
import { streams } from "./stream.mjs";

const EXTENSIONS = ["", ".js", ".mjs", ".cjs"];

/** Loads the function that `_HANDLER` names, such as `index.handler`. */
export async function loadHandler(root, name) {
  if (name.includes("..")) {
    throw new RuntimeError(
      "Runtime.MalformedHandlerName",
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const [, file, path] = /^([^.]*)\.(.+)$/.exec(basename(name)) ?? [];
  if (path === undefined) throw new RuntimeError("Runtime.MalformedHandlerName", "Bad handler");
  const module = await load(resolve(root, dirname(name), file), file, root);
  const handler = pick(module, path.split(".")) ?? pick(module.default, path.split("."));
  if (handler === undefined) {
    throw new RuntimeError("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  if (typeof handler !== "function") {
    throw new RuntimeError("Runtime.HandlerNotFound", `${name} is not a function`);
  }
  if (handler.length >= 3 && !streams(handler)) {
    throw new RuntimeError(
      "Runtime.CallbackHandlerDeprecated",
      "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.",
    );
  }
  return handler;
}

async function load(path, name, root) {
  const file = EXTENSIONS.map((extension) => path + extension).find(isFile);
  try {
    return await (file === undefined ? required(name, [root, dirname(path)]) : importFile(file));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw Object.assign(new RuntimeError("Runtime.UserCodeSyntaxError", String(error)), {
        stack: error.stack,
      });
    }
    if (error?.code === "MODULE_NOT_FOUND") {
      throw new RuntimeError("Runtime.ImportModuleError", String(error));
    }
    throw error;
  }
}

const importFile = (file) => import(pathToFileURL(file).href);

/** A module that is no file of the function may be one of its packages. */
function required(name, paths) {
  const { createRequire } = process.getBuiltinModule("node:module");
  // Errors name the file that asks.
  const require = createRequire(new URL("index.mjs", import.meta.url));
  return require(require.resolve(name, { paths }));
}

const pick = (value, path) => path.reduce((inner, key) => inner?.[key], value);

const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
