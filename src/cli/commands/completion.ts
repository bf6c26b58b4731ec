/**
 * `pprofx completion SHELL`: the script for a shell; with words, what may come next, which is what the scripts ask.
 */
import {Argument, Command} from 'commander';
import {type Candidates, candidatesOf, matching} from '../line/candidates.ts';
import type {CommandEntry, CommandModule} from './command.ts';

const BASH = `# pprofx in bash: source <(pprofx completion bash)
_pprofx() {
  local IFS=$'\\n'
  COMPREPLY=($(pprofx completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _pprofx pprofx
`;

const ZSH = `#compdef pprofx
# pprofx in zsh: source <(pprofx completion zsh), or this file as _pprofx in a folder of $fpath
_pprofx() {
  local -a candidates
  candidates=("\${(@f)$(pprofx completion zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n $candidates[1] ]]; then _describe pprofx candidates; else _files; fi
}
if [[ $funcstack[1] == _pprofx ]]; then _pprofx "$@"; else compdef _pprofx pprofx; fi
`;

const FISH = `# pprofx in fish: pprofx completion fish | source
function __pprofx_candidates
  set -l words (commandline -opc) (commandline -ct)
  pprofx completion fish -- $words[2..-1] 2>/dev/null
end
complete -c pprofx -a '(__pprofx_candidates)'
`;

type Shell = 'bash' | 'fish' | 'kubectl' | 'zsh';
const SCRIPTS: Readonly<Record<Shell, string>> = {bash: BASH, fish: FISH, kubectl: '', zsh: ZSH};

const EXAMPLES = `
Examples:
  source <(pprofx completion bash)             in ~/.bashrc
  source <(pprofx completion zsh)              in ~/.zshrc, after compinit
  pprofx completion fish > ~/.config/fish/completions/pprofx.fish
`;

export const completionCommand: CommandModule = {
  define(command: Command, run, entries): void {
    command
      .addArgument(new Argument('<shell>', 'shell to complete in').choices(Object.keys(SCRIPTS)))
      .argument('[words...]', 'after --: the words of a command line to complete')
      .addHelpText('after', EXAMPLES)
      .action((shell: Shell, words: string[]) => run(() => completion(shell, words, entries)));
  },
};

async function completion(shell: Shell, words: readonly string[], entries: readonly CommandEntry[]): Promise<number> {
  process.stdout.write(words.length === 0 ? SCRIPTS[shell] : inShell(shell, await next(words, entries)));
  return 0;
}

async function next([first, ...rest]: readonly string[], entries: readonly CommandEntry[]): Promise<Candidates> {
  if (rest.length === 0) {
    const commands = entries.map(({name, summary}) => ({word: name, meaning: summary}));
    return {found: matching(commands, first), takesFile: true};
  }
  const entry = entries.find(({name}) => name === first) ?? entries[0];
  const command = new Command(entry.name);
  (await entry.load()).define(command, () => undefined, entries);
  return candidatesOf(command, rest);
}

/** What kubectl reads behind the candidates: 4 keeps files out. */
const NO_FILES = ':4\n';
const FILES_TOO = ':0\n';

function inShell(shell: Shell, {found, takesFile}: Candidates): string {
  const lines = found.map(({meaning, word}) => {
    if (shell === 'bash' || meaning === '') return `${word}\n`;
    return shell === 'zsh' ? `${word.replaceAll(':', '\\:')}:${meaning}\n` : `${word}\t${meaning}\n`;
  });
  return lines.join('') + (shell !== 'kubectl' ? '' : takesFile ? FILES_TOO : NO_FILES);
}
