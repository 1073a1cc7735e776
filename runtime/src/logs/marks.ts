import { MARKER_START, OWNER_START } from "../../../contract/headers.ts";

/** Begins each of the gem's marks. */
export const RECORD_SEPARATOR = 0x1e;

/** Bytes of a mark at most, with the secret and a request's id. */
export const LONGEST_MARK = 256;

/** A part of a line that is of one request, or the mark at the end of one. */
export type Part =
  | { readonly text: Buffer; readonly owner: string | undefined }
  | { readonly ended: string };

/** Reads the marks in what one start of the rack server prints. */
export class Marks {
  readonly #mark: RegExp;

  /** @param secret of hexadecimal digits: nobody else can make such a mark */
  constructor(secret: string) {
    this.#mark = new RegExp(`(${MARKER_START}|${OWNER_START})${secret} ([\\w-]*) ?`);
  }

  /**
   * Cuts a line at its marks. What is before one was written without a line feed.
   * @param owner the request of what has no mark
   * @param current the request in progress, which may end within the line
   */
  read(line: Buffer, owner: string | undefined, current: string | undefined): readonly Part[] {
    const pieces = line.toString("latin1").split(this.#mark);
    const parts: Part[] = [];
    let text = "";
    let whose = owner;
    const cut = () => {
      if (text) parts.push({ text: Buffer.from(text, "latin1"), owner: whose });
      text = "";
    };
    for (let at = 0; at < pieces.length; at += 3) {
      const [piece = "", kind, id] = pieces.slice(at);
      text += piece;
      if (kind === MARKER_START) {
        cut();
        parts.push({ ended: id! });
        whose = id === current ? undefined : current;
      } else if (kind && id !== whose) {
        cut();
        whose = id;
      }
    }
    cut();
    return parts;
  }
}
