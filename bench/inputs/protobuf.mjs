/** Writes protobuf fields into one growing buffer: the little that the generators need. */
export class FieldWriter {
  length = 0;

  constructor(capacity = 1 << 16) {
    this.bytes = Buffer.allocUnsafe(capacity);
  }

  /** Takes what was written so far and starts anew. */
  take() {
    const taken = Buffer.from(this.bytes.subarray(0, this.length));
    this.length = 0;
    return taken;
  }

  varint(value) {
    this.#need(10);
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  /** A number field; zeros are left out, as Go leaves them out. */
  number(field, value) {
    if (value === 0) return;
    this.varint(field << 3);
    this.varint(value);
  }

  raw(field, bytes) {
    this.varint((field << 3) | 2);
    this.varint(bytes.length);
    this.#need(bytes.length);
    bytes.copy(this.bytes, this.length);
    this.length += bytes.length;
  }

  text(field, value) {
    this.raw(field, Buffer.from(value));
  }

  /** A nested field: `write` gets a writer of its own. */
  message(field, write) {
    const inner = new FieldWriter(1 << 10);
    write(inner);
    this.raw(field, inner.bytes.subarray(0, inner.length));
  }

  packed(field, values) {
    this.message(field, (inner) => {
      for (const value of values) inner.varint(value);
    });
  }

  #need(size) {
    if (this.length + size <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + size));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }
}
