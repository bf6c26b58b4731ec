/**
 * Follows the frames of zstd data, so that none of them makes its reader hold a larger window than an archive needs.
 *
 * fzstd makes room for the window that the head of a frame names, be it of gigabytes, and later frames may name more than
 * the first. Only heads are looked at here; what is damaged is said by who unpacks it.
 */
import {failure} from '../../base/errors.ts';

/** What a hostile frame may ask for as its window. */
export const MAX_WINDOW_BYTES: number = 2 ** 27;

const MAGIC = 0xfd2fb528;
/** And fifteen after it: a frame of whatever, to be passed over. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const DICTIONARY_ID_BYTES = [0, 1, 2, 4];
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];
const RLE_BLOCK = 1;
const BLOCK_HEAD_BYTES = 3;
const CHECKSUM_BYTES = 4;

/** Whether zstd data begin so, with a frame of either kind: pzstd begins with one to be passed over. */
export function isZstd(head: Uint8Array): boolean {
  if (head.length < 4) return false;
  const magic = new DataView(head.buffer, head.byteOffset, 4).getUint32(0, true);
  return magic === MAGIC || isSkippableMagic(magic);
}

function isSkippableMagic(magic: number): boolean {
  return (magic & ~0xf) === SKIPPABLE_MAGIC;
}

export class ZstdFrames {
  private readonly head = new DataView(new ArrayBuffer(24));
  private headLength = 0;
  /** Bytes until the next head. */
  private skipped = 0;
  private isInFrame = false;
  private hasChecksum = false;
  /** What comes is no frame. */
  private isLost = false;

  /** @throws LIMIT_EXCEEDED where a frame begins that wants too much */
  take(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && !this.isLost; ) {
      if (this.skipped > 0) {
        const count = Math.min(this.skipped, chunk.length - at);
        this.skipped -= count;
        at += count;
        continue;
      }
      this.head.setUint8(this.headLength++, chunk[at++]);
      if (this.headLength < this.wantedLength()) continue;
      if (this.isInFrame) this.enterBlock();
      else this.enterFrame();
      this.headLength = 0;
    }
  }

  /** Length of the head that has begun, as far as it can be seen. */
  private wantedLength(): number {
    if (this.isInFrame) return BLOCK_HEAD_BYTES;
    if (this.headLength < 4) return 4;
    if (this.isSkippable()) return 8;
    if (this.head.getUint32(0, true) !== MAGIC) return 4;
    if (this.headLength < 5) return 5;
    const {contentSizeBytes, dictionaryBytes, isSingle} = this.descriptor();
    return 5 + (isSingle ? 0 : 1) + dictionaryBytes + contentSizeBytes;
  }

  private isSkippable(): boolean {
    return isSkippableMagic(this.head.getUint32(0, true));
  }

  private descriptor(): {isSingle: boolean; dictionaryBytes: number; contentSizeBytes: number} {
    const byte = this.head.getUint8(4);
    const isSingle = (byte & 0x20) !== 0;
    const contentSizeBytes = CONTENT_SIZE_BYTES[byte >> 6];
    return {
      isSingle,
      dictionaryBytes: DICTIONARY_ID_BYTES[byte & 3],
      contentSizeBytes: contentSizeBytes === 0 && isSingle ? 1 : contentSizeBytes,
    };
  }

  private enterFrame(): void {
    if (this.isSkippable()) {
      this.skipped = this.head.getUint32(4, true);
      return;
    }
    if (this.head.getUint32(0, true) !== MAGIC) {
      this.isLost = true;
      return;
    }
    if (this.windowBytes() > MAX_WINDOW_BYTES) {
      throw failure(
        'LIMIT_EXCEEDED',
        'its zstd data want more than 128 MiB of window',
        {},
        'unpack it first: zstd -d --long=31 FILE',
      );
    }
    this.isInFrame = true;
    this.hasChecksum = (this.head.getUint8(4) & 4) !== 0;
  }

  /** A frame of one segment has its whole content as window. */
  private windowBytes(): number {
    const {contentSizeBytes, dictionaryBytes, isSingle} = this.descriptor();
    if (!isSingle) {
      const byte = this.head.getUint8(5);
      return 2 ** (10 + (byte >> 3)) * (1 + (byte & 7) / 8);
    }
    const at = 5 + dictionaryBytes;
    if (contentSizeBytes === 8) return Number(this.head.getBigUint64(at, true));
    if (contentSizeBytes === 4) return this.head.getUint32(at, true);
    return 0;
  }

  private enterBlock(): void {
    const word = this.head.getUint16(0, true) | (this.head.getUint8(2) << 16);
    const isLast = (word & 1) !== 0;
    this.skipped = ((word >> 1) & 3) === RLE_BLOCK ? 1 : word >>> 3;
    if (!isLast) return;
    this.isInFrame = false;
    if (this.hasChecksum) this.skipped += CHECKSUM_BYTES;
  }
}
