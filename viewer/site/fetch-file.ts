/**
 * Fetches what `#url=` names: whoever makes a link chooses the addresses, so their number and size have limits.
 */

/** Files of more are for `pprofx view`, which reads them as they come. */
const MOST_BYTES = 256 * 2 ** 20;
const MOST_ADDRESSES = 16;

/** The addresses of a fragment, and why others are left out. */
export function addressesIn(hash: string, base: string): {readonly urls: string[]; readonly problems: string[]} {
  const texts = new URLSearchParams(hash.slice(1)).getAll('url');
  const first = texts.slice(0, MOST_ADDRESSES);
  const problems = first
    .filter((text) => !URL.canParse(text, base))
    .map((text) => `${text.slice(0, 200)}: this is no address`);
  if (texts.length > first.length) {
    problems.push(
      `${texts.length - first.length} of ${texts.length} addresses: a link opens ${MOST_ADDRESSES} at most`,
    );
  }
  return {urls: first.filter((text) => URL.canParse(text, base)).map((text) => new URL(text, base).href), problems};
}

/** @throws Error that says why there is none */
export async function fetchFile(url: string, mostBytes: number = MOST_BYTES): Promise<File> {
  const response = await fetch(url).catch(() => undefined);
  if (response === undefined) {
    throw new Error(
      'no answer; or this page may not ask that origin (build:site --connect), or it does not allow it (CORS)',
    );
  }
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return new File(await chunksOf(response, mostBytes), new URL(url).pathname.split('/').at(-1) || url);
}

async function chunksOf({body}: Response, mostBytes: number): Promise<Uint8Array<ArrayBuffer>[]> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reader = body?.getReader();
  let length = 0;
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    length += next.value.length;
    if (length > mostBytes) {
      await reader?.cancel();
      throw new Error(`more than ${mostBytes / 2 ** 20} MiB; download it and use pprofx view`);
    }
    chunks.push(next.value);
  }
  return chunks;
}
