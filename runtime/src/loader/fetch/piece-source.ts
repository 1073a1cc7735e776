import type { ArchiveRef, Piece } from "../../../../contract/manifest.ts";
import type { S3Location } from "../../config.ts";
import { Inflater } from "../archive/inflater.ts";
import { downloadPiece } from "./download.ts";
import { Lane } from "./lane.ts";

/** A part of an archive's tar, in memory that other parts will use. */
export interface TarPart {
  readonly buffers: readonly Buffer[];
  /** To be called once the buffers have been read. */
  readonly release: () => void;
}

/**
 * Fetches and decompresses pieces, side by side. Uses connections and memory again: allocating megabytes for each
 * piece would keep the system and the garbage collector busy.
 */
export class PieceSource {
  readonly #s3: S3Location;
  /** Bytes of the largest piece, as it is sent and unpacked. */
  readonly #bytes: number;
  readonly #tarBytes: number;
  readonly #all: (Lane | Inflater)[] = [];
  readonly #freeLanes: Lane[] = [];
  readonly #freeInflaters: Inflater[] = [];
  #fetchedAt = 0;
  #closed = false;

  /** @param pieces all that will be asked for */
  constructor(pieces: readonly Piece[], s3: S3Location) {
    this.#s3 = s3;
    this.#bytes = Math.max(...pieces.map((piece) => piece.bytes));
    this.#tarBytes = Math.max(...pieces.map((piece) => piece.tarBytes));
  }

  /** Clock (performance.now) when the last bytes had arrived. */
  get fetchedAt(): number {
    return this.#fetchedAt;
  }

  /** @throws LoadError */
  async fetch(ref: ArchiveRef, piece: Piece, signal: AbortSignal): Promise<TarPart> {
    const lane = this.#freeLanes.pop() ?? this.#add(new Lane(this.#bytes));
    try {
      const bytes = await downloadPiece(ref, piece, this.#s3, lane, signal);
      this.#fetchedAt = performance.now();
      const inflater = this.#freeInflaters.pop() ?? this.#add(new Inflater(this.#tarBytes));
      const buffers = await inflater.inflate(ref, piece, bytes);
      return { buffers, release: () => this.#freeInflaters.push(inflater) };
    } finally {
      this.#freeLanes.push(lane);
    }
  }

  /** Stops what is in progress, and what begins later. */
  close(): void {
    this.#closed = true;
    for (const part of this.#all) part.close();
  }

  #add<Part extends Lane | Inflater>(part: Part): Part {
    this.#all.push(part);
    if (this.#closed) part.close();
    return part;
  }
}
