/**
 * In which language a command speaks: `--lang`, else what the environment asks for. English needs no file.
 */
import {type Command, Option} from 'commander';
import {useCatalogue} from '../../base/language/catalogue.ts';
import {packedText} from '../input/package-files.ts';

export type Language = (typeof LANGUAGES)[number];

export const LANGUAGES = ['en', 'zh'] as const;

export interface LanguageChoice {
  readonly lang?: Language;
}

export function addLanguageOption(command: Command): Command {
  return command.addOption(
    new Option('--lang <language>', 'language of the output (default: from LC_ALL, LC_MESSAGES or LANG)').choices(
      LANGUAGES,
    ),
  );
}

/** What a command speaks; programs that read its JSON, and pictures, always get English. */
export function languageOf(
  {lang}: LanguageChoice,
  format: string | undefined,
  {LANG, LC_ALL, LC_MESSAGES}: NodeJS.ProcessEnv = process.env,
): Language {
  if (format === 'json' || format === 'sarif' || format === 'svg') return 'en';
  // As in POSIX the first that is not empty counts.
  return lang ?? languageOfLocale(LC_ALL || LC_MESSAGES || LANG || '');
}

/** Simplified Chinese for `zh_CN.UTF-8` and `zh_SG`; those who read traditional characters get English. */
function languageOfLocale(locale: string): Language {
  return /^zh(?![-_](?:TW|HK|MO)|.*hant)/i.test(locale) ? 'zh' : 'en';
}

/** What a browser would rather read, by its Accept-Language; of languages that are not spoken here, the next. */
export function languageOfBrowser(accepted = ''): Language {
  const wishes = accepted.split(',').map((wish) => {
    const [tag, weight = '1'] = wish.trim().split(/;\s*q=/);
    return {tag, weight: Number(weight)};
  });
  const spoken = wishes.sort((a, b) => b.weight - a.weight).find(({tag}) => /^(?:en|zh)\b/i.test(tag));
  return languageOfLocale(spoken?.tag ?? '');
}

export function speak(language: Language): void {
  useCatalogue(catalogueOf(language));
}

/** What a page is handed to speak it, as useCatalogue reads it; undefined for English. */
export function catalogueOf(language: Language): string | undefined {
  return language === 'en' ? undefined : packedText('dist/viewer/zh.br');
}
