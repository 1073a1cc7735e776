import { readFile } from "node:fs/promises";
import { parsePrism } from "@ruby/prism/src/parsePrism.js";
import { type RubySource, rubySource } from "./ruby-source.ts";

/**
 * Parses a Ruby file of the bundle.
 * @param path relative to the app, for errors
 * @throws UserError if the text is not Ruby
 */
export type RubyParser = (text: string, path: string) => RubySource;

let loading: Promise<RubyParser> | undefined;

/**
 * Loads Ruby's own parser, once.
 *
 * Not `loadPrism()` of the package: ncc turns its `fileURLToPath(new URL("prism.wasm", import.meta.url))`
 * into something that `fileURLToPath` refuses.
 */
export function loadRubyParser(): Promise<RubyParser> {
  // Not `??=`: ncc's asset finder cannot parse it, and then leaves this file's wasm to webpack (see below).
  if (loading === undefined) loading = load();
  return loading;
}

async function load(): Promise<RubyParser> {
  const wasm = await WebAssembly.compile(await readWasm());
  const instance = await WebAssembly.instantiate(wasm, withoutSystem(wasm));
  instance.exports._initialize();
  return (text, path) => rubySource(text, path, parsePrism(instance.exports, text));
}

/**
 * A parser asks nothing of its system: each call that it was linked with answers "not supported". `node:wasi`
 * would do too, but warns in every log that it is experimental.
 * https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#errno
 */
function withoutSystem(module: object): Record<string, Record<string, () => number>> {
  const imports: Record<string, Record<string, () => number>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] = { ...imports[from], [name]: () => 58 };
  }
  return imports;
}

function readWasm(): Promise<Uint8Array> {
  // Run from the sources. In a variable, so that ncc does not look for it.
  const besideSources = "../../node_modules/@ruby/prism/src/prism.wasm";
  if (import.meta.url.endsWith(".ts")) return readFile(new URL(besideSources, import.meta.url));
  // Right for lib/src/inject. In this very form (a literal, in the call that reads it) ncc copies the file
  // to dist as it is; if the URL stands alone, webpack copies it as if it were text, and destroys it.
  return readFile(new URL("../../../node_modules/@ruby/prism/src/prism.wasm", import.meta.url));
}

/** What we need of the global; TypeScript declares it only together with the whole DOM. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(
    module: object,
    imports: object,
  ): Promise<{ readonly exports: { _initialize(): void } }>;
  readonly Module: {
    imports(module: object): readonly { readonly module: string; readonly name: string }[];
  };
};
