/**
 * Bytes inside a page as base64.
 */

/** @throws for text that is not base64 */
export function decodeBase64(text: string): ArrayBuffer {
  // Of 2025; older browsers decode in two steps.
  if (typeof Uint8Array.fromBase64 === 'function') return Uint8Array.fromBase64(text).buffer;
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes.buffer;
}

/** More at once than a call can have arguments would fail. */
const CHUNK_BYTES = 0x8000;

export function encodeBase64({buffer, byteLength, byteOffset}: ArrayBufferView): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let binary = '';
  for (let at = 0; at < byteLength; at += CHUNK_BYTES)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES));
  return btoa(binary);
}
