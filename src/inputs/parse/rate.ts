/** A time as a schedule writes it, such as `30 minutes` or `1 hour`; or `off`. */
export type Rate = "off" | `${number} ${string}`;

export function rate(text: string): Rate {
  if (text === "off") return text;
  const [, digits = "", unit = ""] = /^(\d{1,3})\s+(minute|hour)s?$/.exec(text) ?? [];
  const value = Number(digits);
  if (value > 0) return `${value} ${unit}${value === 1 ? "" : "s"}`;
  throw new Error(`\`${text}\` must be \`off\` or a time such as \`30 minutes\` or \`1 hour\`.`);
}
