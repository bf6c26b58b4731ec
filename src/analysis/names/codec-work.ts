/**
 * Names of work that services do for most of their time, and that has detectors with limits of its own.
 */

/** Compressing and inflating; Go releases move these functions about, so the list is wide. By identity name, as the next. */
export const COMPRESSION: RegExp =
  /^(?:compress\/(?:flate|gzip|zlib|bzip2|lzw)\.|github\.com\/(?:klauspost\/compress|golang\/snappy|pierrec\/lz4|DataDog\/zstd))/;

/** Encoding and decoding JSON. */
export const JSON_CODING: RegExp = /^(?:encoding\/json\.|github\.com\/json-iterator\/go\.|sigs\.k8s\.io\/json\.)/;
