/**
 * Where the source of a frame is on the web, by the template of `pprofx view --source-url`.
 */

/** Where Go keeps modules, and how `-trimpath` writes them: `github.com/a/b@v1.2.3/c/d.go`. */
const IN_MODULE = /^(?:.*\/pkg\/mod\/)?([^@]+)@([^/]+)\/(.*)$/;

/**
 * @param place  file and line, as the page shows them
 * @returns undefined where the template names what the place does not: files outside of modules have no version
 */
export function sourceAddress(template: string, place: string): string | undefined {
  const [, file = '', line = ''] = /^(.*?)(?::(\d+))?$/.exec(place) ?? [];
  const [, module = '', version = '', path = ''] = IN_MODULE.exec(file) ?? [];
  const parts: Readonly<Record<string, string>> = {file: file.replace(/^\//, ''), line, module, version, path};
  const isMissing = [...template.matchAll(/\{(\w+)\}/g)].some(([, name]) => (parts[name] ?? '') === '');
  if (file === '' || isMissing) return undefined;
  return template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURI(parts[name]).replace(/[?#]/g, encodeURIComponent),
  );
}
