/**
 * The page without a profile: how to open one, and how to take one.
 */
import {say} from '../../src/base/language/say.ts';
import {button, h} from '../base/dom.ts';
import type {InputFile} from '../input-file.ts';

const COMMANDS = [
  'curl -s localhost:6060/debug/pprof/heap -o heap.pb.gz',
  "curl -s 'localhost:6060/debug/pprof/goroutine?debug=2' -o goroutines.txt",
  "curl -s 'localhost:6060/debug/pprof/profile?seconds=30' -o cpu.pb.gz",
  'kubectl get --raw /debug/pprof/heap > heap.pb.gz',
];

export function emptyPage(
  onFiles: (files: readonly InputFile[]) => void,
  onOpen: () => void,
  onFolder: (files: readonly File[]) => void,
): HTMLElement {
  const paste = h('textarea', {id: 'paste', rows: 6, placeholder: 'goroutine 1 [running]: …', spellcheck: 'false'});
  return h(
    'main',
    {class: 'start', id: 'main'},
    h('h1', {}, 'pprofx'),
    h(
      'p',
      {class: 'lead'},
      say('Reads what a Go process says about itself and names what is wrong with it. Nothing leaves this page.'),
    ),
    h(
      'div',
      {class: 'drop'},
      h(
        'p',
        {},
        say(
          'Drop profiles or goroutine dumps here: one to read it, several of one process to read them together, two of a kind to compare. Of a folder or an archive (tar, tar.gz, zip) each process is diagnosed.',
        ),
      ),
      h(
        'p',
        {class: 'actions'},
        button(say('Open files…'), onOpen, {class: 'primary'}),
        button(say('Open a folder…'), () => askForFolder(onFolder)),
      ),
    ),
    h('label', {for: 'paste'}, say('or paste a goroutine dump')),
    paste,
    button(
      say('Read the pasted text'),
      () => {
        if (paste.value.trim() !== '')
          onFiles([{name: say('pasted text'), bytes: new TextEncoder().encode(paste.value).buffer}]);
      },
      {class: 'own-width'},
    ),
    h('h2', {}, say('How to take one')),
    h('pre', {class: 'stack', tabindex: 0}, COMMANDS.join('\n')),
  );
}

function askForFolder(onFolder: (files: readonly File[]) => void): void {
  const input = h('input', {type: 'file', webkitdirectory: true});
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    if (files.length > 0) onFolder(files);
  });
  input.click();
}
