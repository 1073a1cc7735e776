const RANGE = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/;

/**
 * Reads a list of statuses, such as `500,502-504`.
 * @param name of the variable that has it
 * @param example of the list, for whoever wrote a wrong one
 * @returns whether a status is one of them; none is if the list is empty
 * @throws Error that names the variable
 */
export function readStatuses(
  name: string,
  list: string,
  example: string,
): (status: number) => boolean {
  const parts = list.split(",").map((part) => part.trim());
  const ranges = parts.filter(Boolean).map((part) => {
    const [, from, to = from] = RANGE.exec(part) ?? [];
    if (from === undefined || Number(to) < Number(from)) {
      throw new Error(`${name} must be statuses such as ${example}: ${part}`);
    }
    return [Number(from), Number(to)] as const;
  });
  return (status) => ranges.some(([from, to]) => from <= status && status <= to);
}
