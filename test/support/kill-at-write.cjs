/**
 * For `node --require`: ends the process by SIGKILL before its KILL_AT-th change to the disk; without it, writes their number to
 * the file that CHANGES names.
 */
const fs = require('node:fs');
const promises = require('node:fs/promises');

const {CHANGES, KILL_AT} = process.env;
let changes = 0;

function counting(module, name) {
  const change = module[name];
  module[name] = (...args) => {
    changes++;
    if (changes === Number(KILL_AT)) process.kill(process.pid, 'SIGKILL');
    return change(...args);
  };
}
for (const name of ['mkdirSync', 'renameSync', 'rmSync', 'rmdirSync', 'writeFileSync']) counting(fs, name);
for (const name of ['open', 'rename', 'rm']) counting(promises, name);
if (CHANGES !== undefined) process.on('exit', () => fs.appendFileSync(CHANGES, `${changes}`));
