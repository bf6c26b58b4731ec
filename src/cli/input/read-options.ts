/**
 * The options of every command that reads inputs: what may be held, what may be forgiven, how URLs are fetched.
 */
import {type Command, Option} from 'commander';
import {failure} from '../../base/errors.ts';
import {DEFAULT_LIMITS, type FormatOptions, type ReadLimits} from '../../formats/format.ts';
import type {PageOptions, PageReading} from '../../render/html/page.ts';
import {collected} from './collected.ts';
import {DEFAULT_FETCH_OPTIONS, type FetchOptions} from './fetch-input.ts';
import {readHeaderFile} from './header-file.ts';
import {DEFAULT_MAX_INFLATED_BYTES} from './inflate.ts';

/** What to take of folders and archives. */
export interface CaseChoices {
  readonly only?: readonly string[];
  readonly process?: readonly string[];
}

/** As commander hands them over; commands extend this. */
export interface ReadChoices extends CaseChoices {
  readonly maxBytes?: string;
  readonly maxStringBytes?: string;
  readonly lenient?: boolean;
  readonly salvage?: boolean;
  readonly symbolize?: 'auto' | 'none';
  readonly header?: readonly string[];
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly insecure?: boolean;
  readonly follow?: boolean;
  readonly seconds?: string;
  readonly timeout?: string;
}

/** What of it a page must know that reads the same bytes; empty where everything stands at its default. */
export function pageOptions(choices: ReadChoices): PageOptions {
  const {isLenient, isSalvaging, limits, symbolize} = readOptions(choices);
  const reading: PageReading = {
    ...(isLenient === true ? {isLenient} : {}),
    ...(isSalvaging === true ? {isSalvaging} : {}),
    ...(symbolize === undefined || symbolize === 'auto' ? {} : {symbolize}),
    ...(limits === undefined || isDefault(limits) ? {} : {limits}),
  };
  return Object.keys(reading).length === 0 ? {} : {reading};
}

function isDefault({maxBytes, maxStringBytes}: ReadLimits): boolean {
  return maxBytes === DEFAULT_LIMITS.maxBytes && maxStringBytes === DEFAULT_LIMITS.maxStringBytes;
}

/** What the readers of inputs need to know; every field has a default. */
export interface InputOptions extends Partial<FormatOptions> {
  /** Bound on what gzip data may unpack to; plain input has `limits.maxBytes` alone. */
  readonly maxInflatedBytes?: number;
  readonly fetch?: FetchOptions;
}

/** Adds the reading options; `readOptions` understands them. */
export function addReadOptions(command: Command): Command {
  const size = (bytes: number): string => `${bytes / 2 ** 20}MiB`;
  return command
    .option(
      '--only <what>',
      'in folders and archives, read only these kinds (heap,cpu) or paths (nodes/1/*); repeatable',
      collected,
    )
    .option(
      '--process <name>',
      'in folders and archives, read only processes whose name contains this; repeatable',
      collected,
    )
    .option('--max-bytes <size>', 'refuse inputs that decompress to more, e.g. 16GiB (default: 4GiB of gzip data)')
    .option(
      '--max-string-bytes <size>',
      `refuse longer string tables (default: ${size(DEFAULT_LIMITS.maxStringBytes)})`,
    )
    .option('--lenient', 'accept invalid profiles where possible, with warnings')
    .option('--salvage', 'use the intact part of a damaged input; the output says PARTIAL')
    .addOption(
      new Option('--symbolize <how>', 'none ignores the symbol lines of debug=1 text, as go tool pprof does').choices([
        'auto',
        'none',
      ]),
    )
    .addOption(new Option('--header <@file>', 'read HTTP headers from a file, one per line').argParser(collected))
    .option('--ca <file>', 'trust this certificate authority (PEM)')
    .option('--cert <file>', 'client certificate (PEM); needs --key')
    .option('--key <file>', 'private key of the client certificate (PEM)')
    .option('--insecure', 'skip TLS certificate verification')
    .option('--follow', 'follow redirects to other hosts')
    .option('--seconds <n>', 'duration of CPU and delta profiles fetched from a URL')
    .option('--timeout <seconds>', 'time limit for a URL');
}

/** @throws USAGE naming the option that makes no sense */
export function readOptions(choices: ReadChoices): InputOptions {
  const maxBytes = byteSize(choices.maxBytes, 'max-bytes');
  return {
    isLenient: choices.lenient === true || choices.salvage === true,
    isSalvaging: choices.salvage === true,
    symbolize: choices.symbolize ?? 'auto',
    maxInflatedBytes: maxBytes ?? DEFAULT_MAX_INFLATED_BYTES,
    limits: {
      ...DEFAULT_LIMITS,
      maxBytes: maxBytes ?? DEFAULT_LIMITS.maxBytes,
      maxStringBytes: byteSize(choices.maxStringBytes, 'max-string-bytes') ?? DEFAULT_LIMITS.maxStringBytes,
    },
    fetch: fetchOptions(choices),
  };
}

/** @throws USAGE, READ_FAILED for the header file */
export function fetchOptions(choices: ReadChoices): FetchOptions {
  return {
    ...DEFAULT_FETCH_OPTIONS,
    isTalking: true,
    headers: (choices.header ?? []).flatMap(readHeaderFile),
    caFile: choices.ca,
    certFile: choices.cert,
    keyFile: choices.key,
    isInsecure: choices.insecure === true,
    followsAnywhere: choices.follow === true,
    maxDecodedBytes: byteSize(choices.maxBytes, 'max-bytes') ?? DEFAULT_FETCH_OPTIONS.maxDecodedBytes,
    seconds: choices.seconds === undefined ? undefined : secondsOf(choices.seconds, 'seconds'),
    totalMillis: choices.timeout === undefined ? undefined : secondsOf(choices.timeout, 'timeout') * 1000,
  };
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['k', 2 ** 10],
  ['m', 2 ** 20],
  ['g', 2 ** 30],
  ['t', 2 ** 40],
]);

/** Bytes of `512MiB`, `4g`, `1000`; units count in 1024s. */
export function byteSize(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([kmgt]?)(?:i?b)?$/i.exec(text);
  const bytes = match === null ? Number.NaN : Number(match[1]) * (UNITS.get(match[2].toLowerCase()) ?? Number.NaN);
  if (bytes >= 1 && bytes <= Number.MAX_SAFE_INTEGER) return Math.floor(bytes);
  throw failure('USAGE', `--${option} expects a size such as 512MiB, not ${text}`);
}

function secondsOf(text: string, option: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds > 0 && seconds <= 86_400) return seconds;
  throw failure('USAGE', `--${option} expects a number of seconds, not ${text}`);
}
