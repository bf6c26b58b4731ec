/**
 * The trailer of Go's debug=1 heap text: runtime.MemStats as comments, `# Name = value`.
 *
 * Pairs (`# Stack = inuse / sys`) become two entries named as the struct's fields are; the arrays of pauses are left
 * out, they are rings whose order the text does not show.
 */

const ENTRY = /^\s*#\s*(\w+)\s*=\s*([^\s/]+)(?:\s*\/\s*([^\s/]+))?\s*$/;
const TITLE = /^\s*#\s*runtime\.MemStats\s*$/;

export class MemStatsReader {
  readonly values: Map<string, number> = new Map();
  private isOpen = false;

  /** Takes a comment line; whether it belonged to the trailer. */
  read(line: string): boolean {
    if (TITLE.test(line)) {
      this.isOpen = true;
      return true;
    }
    if (!this.isOpen) return false;
    const entry = ENTRY.exec(line);
    if (entry === null) return false;
    const [, name, first, second] = entry;
    if (second === undefined) this.set(name, first);
    else {
      this.set(`${name}Inuse`, first);
      this.set(`${name}Sys`, second);
    }
    return true;
  }

  private set(name: string, text: string): void {
    const value = text === 'true' ? 1 : text === 'false' ? 0 : Number(text);
    if (Number.isFinite(value)) this.values.set(name, value);
  }
}
