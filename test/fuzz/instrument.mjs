/**
 * Copies the built core with a counter in every branch, so that the fuzzer sees what an input reaches.
 *
 * Counters are bytes of one array, `globalThis.fuzzCounters`; each function body, branch, loop body, case, arm and right
 * side of a logical operator has one.
 */
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {parseAst} from 'vite';

/** What reads folders and archives; of the rest of the command line nothing reads an input. */
const READERS = /^cli\/(?:archive|case|input|system)\//;

/**
 * Instruments every module of `from` except commands, servers and what is bundled for others, and writes it below `to`.
 *
 * @returns how many counters there are
 */
export function instrumentBuild(from, to) {
  rmSync(to, {recursive: true, force: true});
  const modules = readdirSync(from, {recursive: true, encoding: 'utf8'}).filter(
    (path) => path.endsWith('.js') && (!/^(?:cli|lib|viewer)\b/.test(path) || READERS.test(path)),
  );
  let counters = 0;
  for (const path of modules.sort()) {
    const result = instrument(readFileSync(join(from, path), 'utf8'), counters);
    counters = result.next;
    mkdirSync(dirname(join(to, path)), {recursive: true});
    writeFileSync(join(to, path), result.code);
  }
  return counters;
}

function instrument(code, first) {
  const insertions = [];
  let next = first;
  const count = () => `fuzzCounters[${next++}]++`;
  const block = (node) => insertions.push({at: node.start + 1, text: `${count()};`});
  const expression = (node) => {
    insertions.push({at: node.start, text: `(${count()},`});
    insertions.push({at: node.end, text: ')'});
  };
  const statement = (node) => {
    if (node === null || node === undefined) return;
    if (node.type === 'BlockStatement') return block(node);
    insertions.push({at: node.start, text: `{${count()};`});
    insertions.push({at: node.end, text: '}'});
  };
  const visitors = {
    ArrowFunctionExpression: ({body}) => (body.type === 'BlockStatement' ? block(body) : expression(body)),
    CatchClause: ({body}) => block(body),
    ConditionalExpression: ({alternate, consequent}) => [consequent, alternate].forEach(expression),
    DoWhileStatement: ({body}) => statement(body),
    ForInStatement: ({body}) => statement(body),
    ForOfStatement: ({body}) => statement(body),
    ForStatement: ({body}) => statement(body),
    FunctionDeclaration: ({body}) => block(body),
    FunctionExpression: ({body}) => block(body),
    IfStatement: ({alternate, consequent}) => [consequent, alternate].forEach(statement),
    LogicalExpression: ({right}) => expression(right),
    SwitchCase: ({consequent}) =>
      consequent.length > 0 && insertions.push({at: consequent[0].start, text: `${count()};`}),
    WhileStatement: ({body}) => statement(body),
  };
  const pending = [parseAst(code)];
  while (pending.length > 0) {
    const node = pending.pop();
    visitors[node.type]?.(node);
    for (const child of Object.values(node)) {
      for (const item of Array.isArray(child) ? child : [child]) {
        if (typeof item?.type === 'string') pending.push(item);
      }
    }
  }
  return {code: `const {fuzzCounters} = globalThis;\n${insertAll(code, insertions)}`, next};
}

/** Closing texts come before opening ones at the same place. */
function insertAll(code, insertions) {
  const isClosing = ({text}) => text === ')' || text === '}';
  insertions.sort((a, b) => a.at - b.at || Number(isClosing(b)) - Number(isClosing(a)));
  let result = '';
  let at = 0;
  for (const insertion of insertions) {
    result += code.slice(at, insertion.at) + insertion.text;
    ({at} = insertion);
  }
  return result + code.slice(at);
}
