/**
 * URLs as they may be shown: user, password and every query value are *** wherever a URL is printed.
 */
const SECRET = '***';

/** Whether an input is fetched: only these two schemes, written out. A colon alone makes no URL. */
export function isUrl(input: string): boolean {
  return /^https?:\/\//i.test(input);
}

/** The URL without what could be a secret; what cannot be parsed is shown up to its host at most. */
export function maskUrl(text: string): string {
  const scheme = /^https?:\/\//i.exec(text)?.[0] ?? '';
  const rest = text.slice(scheme.length);
  const end = rest.search(/[/?#]/);
  // An @ after the first slash may still belong to a password that holds a slash: hide up to the last one.
  const at = Math.max(
    rest.slice(0, end < 0 ? undefined : end).lastIndexOf('@'),
    rest.search(/[?#]/) < 0 ? rest.lastIndexOf('@') : -1,
  );
  const shown = at < 0 ? rest : `${SECRET}@${rest.slice(at + 1)}`;
  return scheme + maskQuery(shown);
}

/** The text with every URL in it masked. */
export function maskUrls(text: string): string {
  return text.replace(/https?:\/\/[^\s'"<>]+/gi, maskUrl);
}

/** The name of an input in messages, reports and files. */
export function inputName(input: string): string {
  return isUrl(input) ? maskUrl(input) : input;
}

function maskQuery(text: string): string {
  const query = text.search(/[?#]/);
  if (query < 0) return text;
  const parts = text.slice(query + 1).split(/[&;#]/);
  const shown = parts.map((part) => (part.includes('=') ? `${part.slice(0, part.indexOf('='))}=${SECRET}` : SECRET));
  return `${text.slice(0, query)}?${shown.join('&')}`;
}
