/**
 * A stack written by hand as a list of arrows: `caller`, `-> callee`, `-> callee`; or all on one line.
 *
 * `->` and its like lead to the callee, `<-` to the caller. The line before the first arrow is the list's first frame.
 */

type Done = (leafFirst: readonly string[], offset: number, lineNumber: number) => void;

const ARROW = /(?:(?<!-)-+>|(?<!=)=+>|\xe2\x86\x92|\xe2\x86\x93|\xe2\x86\xb3|\xe2\x94\x94[\xe2\x94\x80]*>?)/;
const BACK_ARROW = /<-+|<=+|\xe2\x86\x90|\xe2\x86\x91/;
/** A function's name, perhaps with its arguments. */
const SYMBOL = /^(?:[\w.~%-]+\/)*[\w~%-]+(?=\.)(?:\.[\w[\]·-]+)*(?:\.\(\*?\w+\)(?:\.[\w[\]·-]+)+)?(?:\([^()]*\))?$/;
const METHOD = /^[A-Za-z_]\w*$/;

export class ArrowNotation {
  private frames: string[] = [];
  private isBackward = false;
  private hasArrow = false;
  private offset = 0;
  private lineNumber = 0;
  private readonly done: Done;

  constructor(done: Done) {
    this.done = done;
  }

  get isOpen(): boolean {
    return this.frames.length > 0;
  }

  /** Whether the line is a part of such a list, or may begin one. */
  take(text: string, offset: number, lineNumber: number): boolean {
    const isBack = BACK_ARROW.test(text);
    const parts = text.split(isBack ? BACK_ARROW : ARROW).map((part) => part.trim());
    if (parts.length === 1) return this.takeFirst(text.trim(), offset, lineNumber);
    if (this.frames.length === 0) this.begin(offset, lineNumber);
    const before = this.frames.length;
    for (const part of parts) this.addAlternatives(part);
    if (this.frames.length === before && before === 0) return false;
    this.hasArrow = true;
    this.isBackward = isBack;
    return true;
  }

  /** The list is over. */
  end(): void {
    const {frames, hasArrow, isBackward} = this;
    this.frames = [];
    this.hasArrow = false;
    if (!hasArrow || frames.length < 2) return;
    this.done(isBackward ? frames : frames.reverse(), this.offset, this.lineNumber);
  }

  private takeFirst(text: string, offset: number, lineNumber: number): boolean {
    this.end();
    if (!SYMBOL.test(text)) return false;
    this.begin(offset, lineNumber);
    this.frames.push(plainName(text));
    return false;
  }

  private begin(offset: number, lineNumber: number): void {
    this.offset = offset;
    this.lineNumber = lineNumber;
  }

  /** `pkg.(*T).receive / doReceive`: two methods of one type, one calling the other. */
  private addAlternatives(part: string): void {
    for (const piece of part.split(/(?<!\s)\s+\/\s+/)) {
      const last = this.frames.at(-1);
      if (SYMBOL.test(piece) && piece.includes('.') && !isPackage(piece)) this.frames.push(plainName(piece));
      else if (METHOD.test(piece) && last !== undefined) {
        this.frames.push(last.slice(0, last.lastIndexOf('.') + 1) + piece);
      }
    }
  }
}

function plainName(text: string): string {
  return text.replace(/\([^()*]*\)$/, '');
}

/** `golang.org/x/net/http2` has a dot, but only in its host. */
function isPackage(text: string): boolean {
  const slash = text.lastIndexOf('/');
  return slash >= 0 && !text.slice(slash).includes('.');
}
