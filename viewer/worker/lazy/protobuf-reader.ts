/**
 * Replaces protobufjs/minimal in the page's worker: of its Reader, the core uses the place in the buffer alone; what it
 * calls is WireReader's own. The build makes the replacement.
 */
class Reader {
  buf: Uint8Array;
  pos = 0;
  len: number;

  constructor(buffer: Uint8Array) {
    this.buf = buffer;
    this.len = buffer.length;
  }
}

// biome-ignore lint/style/noDefaultExport: the form of the package it stands for
export default {Reader};
