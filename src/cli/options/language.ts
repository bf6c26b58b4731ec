/**
 * In which language a command speaks: `--lang`, else what the environment asks for. English needs no file.
 */
import {brotliDecompressSync} from 'node:zlib';
import {type Command, Option} from 'commander';
import {useCatalogue} from '../../base/language/say.ts';
import {packageBytes} from '../input/package-files.ts';

export type Language = 'en' | 'zh';

export interface LanguageChoice {
  readonly lang?: Language;
}

export function addLanguageOption(command: Command): Command {
  return command.addOption(
    new Option('--lang <language>', 'language of the output (default: from LC_ALL, LC_MESSAGES or LANG)').choices([
      'en',
      'zh',
    ]),
  );
}

/** What a command speaks; programs that read its JSON always get English. */
export function languageOf(
  {lang}: LanguageChoice,
  format: string | undefined,
  {LANG, LC_ALL, LC_MESSAGES}: NodeJS.ProcessEnv = process.env,
): Language {
  if (format === 'json' || format === 'sarif') return 'en';
  // As in POSIX the first that is not empty counts.
  return lang ?? languageOfLocale(LC_ALL || LC_MESSAGES || LANG || '');
}

/** Simplified Chinese for `zh_CN.UTF-8` and `zh_SG`; those who read traditional characters get English. */
function languageOfLocale(locale: string): Language {
  return /^zh(?!_(?:TW|HK|MO)|.*hant)/i.test(locale) ? 'zh' : 'en';
}

export function speak(language: Language): void {
  useCatalogue(language === 'en' ? undefined : brotliDecompressSync(packageBytes('dist/viewer/zh.br')).toString());
}
