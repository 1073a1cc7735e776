/** A published version that carries no traffic yet. */
export interface Candidate {
  readonly functionName: string;
  readonly version: string;
}
