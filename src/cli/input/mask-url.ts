/**
 * URLs as they may be shown: user, password and every query value are *** wherever a URL is printed, but for the
 * numbers of net/http/pprof, without which a printed command would fetch something else.
 */
const SECRET = '***';

/** What net/http/pprof takes: no secret fits. */
const PLAIN_NUMBER = /^(?:debug|gc|seconds)=\d{1,4}$/;

/** Whatever may be meant as a URL; a letter and a colon are a drive of Windows. */
const SCHEME = /^[a-z][a-z0-9+.-]+:\/{1,2}/i;

/** Whether an input is fetched: only these schemes, written out. A colon alone makes no URL. */
export function isUrl(input: string): boolean {
  return /^https?(?:\+insecure)?:\/\//i.test(input);
}

/** The URL without what could be a secret; what cannot be parsed is shown up to its host at most. */
export function maskUrl(text: string): string {
  const scheme = SCHEME.exec(text)?.[0] ?? '';
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
  return text.replace(/(?<![a-z0-9+.-])[a-z][a-z0-9+.-]+:\/[^\s'"<>]+/gi, maskUrl);
}

/** The name of an input in messages, reports and files. */
export function inputName(input: string): string {
  return SCHEME.test(input) ? maskUrl(input) : input;
}

function maskQuery(text: string): string {
  const query = text.search(/[?#]/);
  if (query < 0) return text;
  const parts = text.slice(query + 1).split(/[&;#]/);
  return `${text.slice(0, query)}?${parts.map(maskPart).join('&')}`;
}

function maskPart(part: string): string {
  if (PLAIN_NUMBER.test(part)) return part;
  return part.includes('=') ? `${part.slice(0, part.indexOf('='))}=${SECRET}` : SECRET;
}
