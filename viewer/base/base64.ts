/**
 * Bytes that travel inside a page as text.
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
