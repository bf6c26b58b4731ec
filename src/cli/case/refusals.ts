/**
 * What the commands that take a folder of `collect` refuse, with what to do instead.
 */
import {failure, type PprofxError} from '../../base/errors.ts';
import {isRedacting, type RedactChoices} from '../input/redaction.ts';

/** @param known  formats that there are, by name */
export function noFolderFormat(format: string, known: Readonly<Record<string, unknown>>): PprofxError {
  const hint =
    format === 'html'
      ? 'pprofx view DIR shows it; one process in one file: pprofx analyze --format html -o x.html DIR/PROCESS/*'
      : 'give the files of one process: DIR/PROCESS/*';
  return failure('USAGE', `a folder has no ${format} output; there are ${Object.keys(known).join(', ')}`, {}, hint);
}

/** Names of pods and namespaces are in every path of a folder. @throws USAGE */
export function refuseRedacting(choices: RedactChoices): void {
  if (!isRedacting(choices)) return;
  throw failure(
    'USAGE',
    '--redact takes no folder: its paths name pods and hosts',
    {},
    'give the files of one process: DIR/PROCESS/*',
  );
}
