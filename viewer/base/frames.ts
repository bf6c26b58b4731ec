/**
 * Waits for animation frames.
 */

/** Resolves in the frame that is `count` from now, or after the time where none is drawn because nobody looks. */
export function afterFrames(count: number, longestMillis: number): Promise<void> {
  return new Promise((resolve) => {
    const next = (left: number): void => {
      if (left === 0) resolve();
      else requestAnimationFrame(() => next(left - 1));
    };
    next(count);
    setTimeout(resolve, longestMillis);
  });
}
