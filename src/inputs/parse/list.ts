/** Splits a text into its lines, without blank ones and comments. */
export function lines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** Parses names as the dynamic loader knows them, or absolute paths. */
export function libraries(text: string): readonly string[] {
  return eachLine(
    text,
    /^(\/\S*\/)?[^/\s]+\.so(\.\d+)*$/,
    "a library's name, such as `libsodium.so.23`, or its absolute path",
  );
}

/** Parses names of programs on PATH, or absolute paths. */
export function executables(text: string): readonly string[] {
  return eachLine(
    text,
    /^(\/\S*\/)?[\w.+-]+$/,
    "a program's name, such as `pdftotext`, or its absolute path",
  );
}

export function absolutePaths(text: string): readonly string[] {
  return eachLine(text, /^\/(?!.*(^|\/)\.\.(\/|$))/, "an absolute path");
}

function eachLine(text: string, form: RegExp, what: string): readonly string[] {
  const all = lines(text);
  const wrong = all.find((line) => !form.test(line));
  if (wrong === undefined) return all;
  throw new Error(`\`${wrong}\` must be ${what}.`);
}
