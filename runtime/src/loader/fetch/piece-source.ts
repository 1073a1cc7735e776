import type { ArchiveRef, Piece } from "../../../../contract/manifest.ts";
import type { S3Location } from "../../config.ts";
import { Inflater } from "../archive/inflater.ts";
import { Lane } from "../lane.ts";
import { downloadPiece } from "./download.ts";

/** A part of an archive's tar, in memory that is wanted for others. */
export interface TarPart {
  readonly buffers: readonly Buffer[];
  /** To be called when the buffers are read. */
  readonly release: () => void;
}

/**
 * Where pieces come from: connections and memory that are made once. What comes and goes by the megabyte
 * keeps the system and the garbage collector busy.
 */
export class PieceSource {
  readonly #s3: S3Location;
  readonly #lanes: readonly Lane[];
  readonly #freeLanes: Lane[];
  readonly #inflaters: readonly Inflater[];
  readonly #freeInflaters: Inflater[];
  #fetchedAt = 0;

  /**
   * @param pieces all that will be asked for
   * @param count how many may be in the making at once; one more may not have been released yet
   */
  constructor(pieces: readonly Piece[], count: number, s3: S3Location) {
    this.#s3 = s3;
    const bytes = Math.max(...pieces.map((piece) => piece.bytes));
    const tarBytes = Math.max(...pieces.map((piece) => piece.tarBytes));
    this.#lanes = Array.from({ length: count }, () => new Lane(bytes));
    this.#freeLanes = [...this.#lanes];
    this.#inflaters = Array.from({ length: count + 1 }, () => new Inflater(tarBytes));
    this.#freeInflaters = [...this.#inflaters];
  }

  /** Clock (performance.now) when the last bytes had arrived. */
  get fetchedAt(): number {
    return this.#fetchedAt;
  }

  /** @throws LoadError */
  async fetch(ref: ArchiveRef, piece: Piece, signal: AbortSignal): Promise<TarPart> {
    const lane = this.#freeLanes.pop()!;
    try {
      const bytes = await downloadPiece(ref, piece, this.#s3, lane, signal);
      this.#fetchedAt = performance.now();
      const inflater = this.#freeInflaters.pop()!;
      const buffers = await inflater.inflate(ref, piece, bytes);
      return { buffers, release: () => this.#freeInflaters.push(inflater) };
    } finally {
      this.#freeLanes.push(lane);
    }
  }

  /** Breaks off what is under way. */
  close(): void {
    for (const part of [...this.#lanes, ...this.#inflaters]) part.close();
  }
}
