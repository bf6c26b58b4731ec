/**
 * Reports of go tool pprof and of pprofx in one form: numbers, names and their order, without the looks.
 */
import {gunzipSync} from 'node:zlib';
import {mergeProfiles} from '../../src/analysis/profiles/merge.ts';
import {NONE} from '../../src/base/columns.ts';
import {fixed} from '../../src/base/decimal.ts';
import {safeText} from '../../src/base/safe-text.ts';
import {percentage, scale} from '../../src/base/units.ts';
import {decodeUtf8} from '../../src/base/utf8.ts';
import {readProfile} from '../../src/read.ts';
import {renderRawText} from '../../src/render/text/raw.ts';

/** Lines that can be compared one by one. */
export type NormalForm = readonly string[];

type Normalizer = (bytes: Uint8Array) => NormalForm;

interface Pair {
  readonly theirs: Normalizer;
  readonly ours: Normalizer;
}

function lines(bytes: Uint8Array): string[] {
  return decodeUtf8(bytes)
    .split('\n')
    .map((line) => safeText(line.replaceAll('\t', ' ')).trimEnd())
    .filter((line) => line !== '');
}

const squeeze = (line: string): string => line.trim().replace(/\s+/g, ' ');

const isRule = (line: string): boolean => /^\s*-{9,}/.test(line);

/** What is said above a report: filters at work, shares shown and dropped. */
function headingFacts(line: string): string[] {
  const shown = /^Showing (?:nodes accounting for )?(\S+), (\S+) of (\S+) total$/.exec(line);
  if (shown !== null) return [`shown ${shown[1]} ${shown[2]} ${shown[3]}`];
  const dropped = /^Dropped (\d+) (node|edge)s? \((?:cum|freq) <= (.*)\)$/.exec(line);
  if (dropped !== null) return [`dropped ${dropped[1]} ${dropped[2]} ${dropped[3]}`];
  const top = /^Showing top (\d+) nodes? out of (\d+)$/.exec(line);
  return top === null ? [] : [`top ${top[1]} of ${top[2]}`];
}

/** Neighbours of equal number may stand in either order: go tool pprof's sort leaves some ties to chance. */
function withTiesSorted(rows: readonly string[], keyOf: (row: string) => string): string[] {
  const result: string[] = [];
  for (let i = 0; i < rows.length; ) {
    let end = i + 1;
    while (end < rows.length && keyOf(rows[end]) === keyOf(rows[i])) end++;
    result.push(...rows.slice(i, end).sort());
    i = end;
  }
  return result;
}

function table(isTitle: (line: string) => boolean): Normalizer {
  return (bytes) => {
    const all = lines(bytes);
    const title = all.findIndex(isTitle);
    const facts = all.slice(0, title).flatMap(headingFacts);
    const rows = all.slice(title + 1).map(squeeze);
    // Flat and cum decide the order; sum% depends on it.
    const key = (row: string): string => row.split(' ').slice(0, 1).join(' ');
    return [...facts, ...withTiesSorted(rows, key)];
  };
}

/** Blocks of callers, function, callees. */
function tree(isTitle: (line: string) => boolean, isNode: (line: string) => boolean): Normalizer {
  return (bytes) => {
    const all = lines(bytes);
    const title = all.findIndex(isTitle);
    const facts = all.slice(0, title).flatMap(headingFacts);
    const result: string[] = [];
    let edges: string[] = [];
    const flush = (): void => {
      result.push(...withTiesSorted(edges, (edge) => edge.split(' ')[0].replace('-', '')));
      edges = [];
    };
    for (const line of all.slice(title + 1)) {
      const text = squeeze(line.replace(/ \| {1,3}/, ' '));
      if (isRule(line)) {
        flush();
        result.push('--');
      } else if (isNode(line)) {
        flush();
        result.push(`node ${text}`);
      } else edges.push(text);
    }
    flush();
    return [...facts, ...result.filter((line, i) => line !== '--' || i < result.length - 1)];
  };
}

const traces: Normalizer = (bytes) => {
  const all = lines(bytes);
  const first = all.findIndex(isRule);
  return all.slice(Math.max(0, first)).map((line) => (isRule(line) ? '--' : squeeze(line)));
};

/** Values of equal size stand in either order. */
const tagRows = (rows: readonly string[]): string[] =>
  withTiesSorted(rows, (row) => (row.includes(': Total ') ? row : row.split(' ')[0].replace('-', '')));

/** `key: Total 1` and `0.5 (50%) value`. */
const theirTags: Normalizer = (bytes) => {
  const rows = lines(bytes).map((line) => squeeze(line).replace('( ', '('));
  return tagRows(rows.map((row) => (row.includes(': Total ') ? row : row.replace(/^(\S+(?: \([^)]*\))?): /, '$1 '))));
};

interface TagsJson {
  readonly sampleType: {readonly unit: string};
  readonly tags: readonly {
    readonly key: string;
    readonly total: number;
    readonly values: readonly {readonly tag: string; readonly value: number}[];
  }[];
}

/** Our JSON as Go 1.19 would print it: one decimal, shares of the key; today's google/pprof gives shares of the profile. */
export function tagsOfGo119(bytes: Uint8Array, unit: string): NormalForm {
  const {sampleType, tags} = JSON.parse(decodeUtf8(bytes)) as TagsJson;
  const words = (value: number): string => {
    const scaled = scale(value, sampleType.unit, unit);
    return fixed(scaled.value, 1) + scaled.unit;
  };
  const share = (value: number, total: number): string => (total > 0 ? `(${percentage(value, total)}) ` : '');
  return tagRows(
    tags.flatMap(({key, total, values}) => [
      squeeze(`${safeText(key)}: Total ${words(total)}`),
      ...values.map(({tag, value}) => squeeze(`${words(value)} ${share(value, total)}${safeText(tag)}`)),
    ]),
  );
}

/** `key: Total 1 of 2 (50%)` and `1 (50%) value`, without columns, as google/pprof prints them today. */
export function tagLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => squeeze(line).replace('( ', '(').replace('): ', ') '))
    .filter((line) => line !== '');
}

const whole: Normalizer = (bytes) => lines(bytes);

const profileRaw: Normalizer = (bytes) => {
  const profile = readProfile(bytes, {allFrames: true});
  return renderRawText(mergeProfiles([profile])).split('\n');
};

/** Rows of a top table in the form of a profile. */
const profileRows: Normalizer = (bytes) => {
  const {functions, locations, sampleTypes, samples, stacks, strings} = readProfile(gunzipSync(bytes));
  const rows = Array.from({length: samples.length}, (_, row) => {
    const line = locations.lineStart[stacks.location[samples.stack[row]]];
    const fn = locations.lineFunction[line];
    const name = fn === NONE ? '' : `${strings.at(functions.name[fn])} ${strings.at(functions.filename[fn])}`;
    return `${samples.values.map((column) => column[row]).join(' ')} ${name}:${locations.lineNumber[line]}`;
  });
  return [...sampleTypes.map(({type, unit}) => `${type} ${unit}`), ...rows.sort()];
};

/** Facts of nodes, labels and edges of a graph for Graphviz; edges name their ends in tooltips. */
const dot: Normalizer = (bytes) => {
  const all = decodeUtf8(bytes).split('\n');
  const nodes: string[] = [];
  const others: string[] = [];
  const legend = /label="([\s\S]*?)\\l"\]? ?/.exec(all.find((line) => line.startsWith('subgraph')) ?? '');
  const facts = (legend?.[1] ?? '').split('\\l').flatMap(headingFacts);
  for (const line of all) {
    // An arrow to a node that is not shown.
    if (line.includes('-> N0 ')) continue;
    const node = /^N\d+ \[label="((?:[^"\\]|\\.)*)" (.*)\]$/.exec(line);
    const edge = /^N\d+ -> N\d+ \[label=" ((?:[^"\\]|\\.)*)"(.*)\]$/.exec(line);
    const tag = /^N+([\d_]+) \[label ?= ?"((?:[^"\\]|\\.)*)" .*tooltip="([^"]*)"\]$/.exec(line);
    if (tag?.[1].includes('_') === true) others.push(`tag ${tag[2]} ${tag[3]}`);
    else if (node !== null) nodes.push(`node ${valuesOf(node[1])} ${attributesOf(node[2])}`);
    else if (edge !== null) others.push(`edge ${edge[1]} ${attributesOf(edge[2])}`);
  }
  return [...facts, ...nodes.sort(), ...others.sort()].map((line) => safeText(line));
};

/** The numbers at the end of a node's label. */
function valuesOf(label: string): string {
  const match = /((?:\S+ \(\S+%\)|0)(?:(?:\\n| )of \S+ \(\S+%\))?)$/.exec(label.split('\\n').slice(-3).join('\n'));
  return squeeze((match?.[1] ?? label).replaceAll('\\n', ' '));
}

function attributesOf(text: string): string {
  const wanted = ['tooltip', 'fontsize', 'color', 'fillcolor', 'weight', 'penwidth', 'style', 'minlen'];
  return wanted
    .map((name) => new RegExp(`(?:^| )${name}=("(?:[^"\\\\]|\\\\.)*"|\\S+)`).exec(text)?.[0].trim() ?? '')
    .filter((found) => found !== '')
    .join(' ');
}

/** Lines with a value: where source is missing, go tool pprof prints the sums alone. */
const theirList: Normalizer = (bytes) => {
  const all = lines(bytes);
  return all.flatMap((line) => {
    const sums = /^\s*(\S+)\s+(\S+) \(flat, cum\)\s+(\S+) of Total$/.exec(line);
    if (sums !== null) return [`sums ${sums[1]} ${sums[2]} ${sums[3]}`];
    const row = /^\s*(\S+)\s+(\S+)\s+(\d+):/.exec(line);
    return row === null || (row[1] === '.' && row[2] === '.') ? [] : [`line ${row[1]} ${row[2]} ${row[3]}`];
  });
};

const ourList: Normalizer = (bytes) => {
  let hasFile = true;
  return lines(bytes).flatMap((line) => {
    const sums = /^\s*(\S+)\s+(\S+) \(flat, cum\)\s+(\S+) of total$/.exec(line);
    const row = /^\s*(\S+)\s+(\S+)\s+(\d+)(?::|$)/.exec(line);
    if (sums === null && row === null) hasFile = !line.endsWith('the profile names no file');
    if (!hasFile) return [];
    if (sums !== null) return [`sums ${sums[1]} ${sums[2]} ${sums[3]}`];
    return row === null || (row[1] === '.' && row[2] === '.') ? [] : [`line ${row[1]} ${row[2]} ${row[3]}`];
  });
};

const isTheirTop = (line: string): boolean => /^\s*flat {2}flat%/.test(line);
const isOurTop = (line: string): boolean => /^\s*flat\s+flat%.*function$/.test(line);
const isTheirTree = (line: string): boolean => line.includes('calls calls% + context');
const isOurTree = (line: string): boolean => line.includes('callers above, callees below');
const isTheirNode = (line: string): boolean => / {16}\| /.test(line);
const isOurNode = (line: string): boolean => !line.startsWith(' '.repeat(34));

export const NORMALIZERS: Readonly<Record<string, Pair>> = {
  callgrind: {theirs: whole, ours: whole},
  comments: {theirs: whole, ours: whole},
  dot: {theirs: dot, ours: dot},
  list: {theirs: theirList, ours: ourList},
  peek: {theirs: tree(isTheirTree, isTheirNode), ours: tree(isOurTree, isOurNode)},
  proto: {theirs: profileRaw, ours: profileRaw},
  raw: {theirs: whole, ours: whole},
  tags: {theirs: theirTags, ours: whole},
  top: {theirs: table(isTheirTop), ours: table(isOurTop)},
  topproto: {theirs: profileRows, ours: profileRows},
  traces: {theirs: traces, ours: traces},
  tree: {theirs: tree(isTheirTree, isTheirNode), ours: tree(isOurTree, isOurNode)},
};
