/**
 * The command line of a process without its secrets: values of flags that are named like one become `***`.
 */

const SECRET = /pass(?:word|wd|phrase)?|token|secret|key|credential|auth/i;

/** @param text  arguments as /debug/pprof/cmdline separates them, by NUL; returns one a line */
export function maskedCommandLine(text: string): string {
  let isValue = false;
  const shown = text.split('\0').map((argument) => {
    if (isValue) {
      isValue = false;
      if (!argument.startsWith('-')) return '***';
    }
    const equals = argument.indexOf('=');
    const name = equals < 0 ? argument : argument.slice(0, equals);
    if (!SECRET.test(name)) return argument.replace(/\/\/[^/@\s]{1,500}@/g, '//***@');
    if (equals >= 0) return `${name}=***`;
    isValue = argument.startsWith('-');
    return argument;
  });
  return `${shown.join('\n')}\n`;
}
