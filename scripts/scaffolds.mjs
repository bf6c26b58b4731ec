/**
 * What `npm run new` writes for each kind of thing: files, the lines of its registry, its place in the docs.
 *
 * A scaffold: `files` by path, and `edits`. An edit puts an `entry` into a list of `path` in the order of the keys that
 * `list` captures, behind the last entry's `end` where none is larger; or right before the text `before`.
 */

/** `chan-crowd` → `chanCrowd`. */
const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const constant = (name) => name.replaceAll('-', '_').toUpperCase();

const importEdit = (path, what, name) => ({
  path,
  list: /^import .* from '\.\/([\w/-]+)\.ts';$/gm,
  entry: `import {${what}} from './${name}.ts';\n`,
});

function detector(name) {
  const index = 'src/detectors/index.ts';
  const title = 'A sentence that names the trouble';
  return {
    files: {
      [`src/detectors/${name}.ts`]: `/**
 * What the trouble is, and where it shows.
 */
import type {Case} from '../analysis/case/case.ts';
import type {Finding} from '../model/finding.ts';
import type {Detector} from './detector.ts';

const LIMITS = {
  /** Why this many and no fewer. */
  goroutines: 100,
};

export const ${camel(name)}: Detector = {
  id: '${name}',
  title: '${title}',
  limits: LIMITS,
  detect: (subject, given) => ({findings: findingsIn(subject, {...LIMITS, ...given}), suppressed: []}),
};

/** One finding per cause; makeFinding of analysis/evidence builds them. */
function findingsIn(subject: Case, limits: typeof LIMITS): Finding[] {
  const crowds = subject.ofKind('goroutine').filter(({profile}) => profile.samples.length >= limits.goroutines);
  return crowds.length === 0 ? [] : [];
}
`,
      [`docs/detectors/${name}.md`]: `# ${name}

${title}.

## What it sees

The profiles it reads, and what in them.

## How it decides

The limits by name, and why they are where they are.

## How it errs

What looks alike and is healthy; what it misses.

## What to do

What the reader changes in the code.
`,
      [`test/detectors/${name}.test.ts`]: `import {expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {readProfile} from '../../src/read.ts';
import {troubles} from '../support/diagnosis.ts';

/** A dump that shows the trouble and nothing else. */
const SICK = \`goroutine 1 [chan send, 90 minutes]:
example.com/app.(*Queue).Push(0xc000012000)
	/src/queue.go:20 +0x40
created by example.com/app.Start
	/src/main.go:10 +0x20
\`;

const culprits = (text: string): string[] =>
  troubles(analyze([readProfile(new TextEncoder().encode(text))]))
    .filter(({id}) => id === '${name}')
    .map(({culprit}) => culprit.function);

test('the trouble is named, with the function to change', () => {
  expect(culprits(SICK)).toEqual(['example.com/app.(*Queue).Push']);
});

test('the healthy twin is left alone', () => {
  expect(culprits(SICK.replace(', 90 minutes', ''))).toEqual([]);
});
`,
    },
    edits: [
      importEdit(index, camel(name), name),
      {path: index, list: /^ {2}(\w+),$/gm, entry: `  ${camel(name)},\n`},
      {
        path: 'docs/detectors/README.md',
        list: /^- \[([\w-]+)\]/gm,
        entry: `- [${name}](${name}.md): ${title}.\n`,
      },
    ],
  };
}

function signatures(name) {
  const index = 'src/signatures/index.ts';
  return {
    files: {
      [`src/signatures/${name}.ts`]: `/**
 * Whose stacks these are.
 */
import type {Signature} from '../model/signature.ts';

export const ${constant(name)}: readonly Signature[] = [
  {
    id: '${name}/what-goes-wrong',
    verdict: 'goroutine-leak',
    stack: ['example.com/${name}.(*Client).wait'],
    isLeaf: true,
    states: ['recv'],
    atLeast: 100,
    title: 'One sentence: what waits, and why it never ends.',
    advice: ['What to change, or the version that has the fix.'],
    references: ['https://example.com/issue'],
    hits: ['example.com/${name}.(*Client).replace;example.com/${name}.(*Client).this 200 [recv]'],
    misses: ['example.com/${name}.(*Client).wait 3 [recv]'],
  },
];
`,
    },
    edits: [
      importEdit(index, constant(name), name),
      {
        path: index,
        list: /^ {2}\.{3}(\w+),$/gm,
        entry: `  ...${constant(name)},\n`,
      },
    ],
  };
}

function format(name) {
  const index = 'src/formats/tools/index.ts';
  const Name = camel(`-${name}`);
  return {
    files: {
      [`src/formats/tools/${name}.ts`]: `/**
 * Who writes this format, and what one record of it looks like.
 */
import {LineWindow} from '../../base/lines.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import type {Format, FormatReader, ReadOptions} from '../format.ts';

export const ${camel(name)}Format: Format = {
  id: '${name}',
  title: '${name} text',
  sniff: (head) => new TextDecoder('latin1').decode(head).startsWith('${name} '),
  open: (options) => new ${Name}Reader(options),
};

class ${Name}Reader implements FormatReader {
  private readonly builder: ProfileBuilder;
  private readonly window = new LineWindow();
  private readonly drain = (): void => {
    while (this.window.next()) this.readLine();
  };

  constructor(options: ReadOptions) {
    this.builder = new ProfileBuilder('${name}', options.name);
    this.builder.addSampleType('samples', 'count');
  }

  write(chunk: Uint8Array): void {
    this.window.feed(chunk, this.drain);
  }

  end(): Profile {
    if (this.window.last()) this.readLine();
    return this.builder.finish();
  }

  /** Interns the stack and adds its value; ../folded.ts shows how. Throws a failure of base/errors.ts with the line. */
  private readLine(): void {}
}
`,
      [`test/formats/tools/${name}.test.ts`]: `import {expect, test} from 'vitest';
import {readText, sampleLines} from '../../support/profile-text.ts';

test('a record becomes a sample with its stack', () => {
  const profile = readText('${name} main.main main.work 3\\n');
  expect(profile.format).toBe('${name}');
  expect(sampleLines(profile)).toEqual([expect.stringContaining('main.work')]);
});
`,
    },
    edits: [
      importEdit(index, `${camel(name)}Format`, name),
      // Strict formats come first: move the line to where it belongs.
      {path: index, before: '];\n', entry: `  ${camel(name)}Format,\n`},
    ],
  };
}

function command(name) {
  const index = 'src/cli/commands/index.ts';
  const entry = `  {
    name: '${name}',
    summary: 'what it answers, in a line',
    load: async () => (await import('./${name}.ts')).${camel(name)}Command,
  },
`;
  return {
    files: {
      [`src/cli/commands/${name}.ts`]: `/**
 * \`pprofx ${name}\`: what it answers.
 */
import type {Command} from 'commander';
import {writeResult} from '../output/output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, readReport} from './report-command.ts';

export const ${camel(name)}Command: CommandModule = {
  define(command: Command, run): void {
    command.argument('<inputs...>', INPUTS);
    addReportOptions(command, ['text'], 'all');
    command.action((inputs: string[], options: ReportCommandOptions) => run(() => ${camel(name)}(inputs, options)));
  },
};

async function ${camel(name)}(inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const report = await readReport('raw', inputs, options, {labels: true, canonical: true});
  await writeResult(\`\${report.profile.samples.length} samples\\n\`, options);
  return 0;
}
`,
      [`test/cli/commands/${name}.test.ts`]: `import {expect, it} from 'vitest';
import {pprofx} from '../../support/cli.ts';
import {samplePath} from '../../support/samples.ts';

it('answers what it is for', () => {
  const {code, stdout} = pprofx(['${name}', samplePath('misc/etcd-heap.pb.gz')]);
  expect(code).toBe(0);
  expect(stdout).toBe('write here what it must print\\n');
});
`,
    },
    edits: [
      {path: index, list: /^ {2}\{\n {4}name: '([\w-]+)'/gm, end: '  },\n', entry},
      {
        path: 'docs/cli.md',
        list: /^\| `([\w-]+)` \|/gm,
        entry: `| \`${name}\` | what it answers, in a line |\n`,
      },
    ],
  };
}

export const SCAFFOLDS = {detector, signatures, format, command};
