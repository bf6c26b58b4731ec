/**
 * Where a line stands in the stream: what the table keeps of it and what a warning names.
 */
export interface LinePlace {
  /** Of its first byte, and of what follows its newline. */
  offset: number;
  endOffset: number;
  /** 1-based. */
  lineNumber: number;
}
