import { median } from "./median.ts";

/** Figures by their names, one of each for a run. */
export class Series {
  readonly #values = new Map<string, number[]>();

  add(figures: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(figures)) {
      this.#values.set(name, [...this.of(name), value]);
    }
  }

  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** Returns the median of each figure, as a whole number. */
  medians(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.names.map((name) => [name, Math.round(this.median(name))]));
  }

  /** Returns a figure of all runs, in their order. */
  of(name: string): readonly number[] {
    return this.#values.get(name) ?? [];
  }

  median(name: string): number {
    return median(this.of(name));
  }

  /** Divides the medians of two figures. */
  ratio(over: string, under: string): number {
    return round(this.median(over) / this.median(under));
  }

  /** Divides two figures of each run. */
  ratios(over: string, under: string): readonly number[] {
    return this.of(over).map((value, run) => round(value / this.of(under)[run]!));
  }
}

function round(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}
