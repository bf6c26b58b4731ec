/**
 * The mutants of a compiled module: small changes that a test should notice, as Stryker's mutators make them.
 *
 * Only code inside functions: what a module works out while it loads cannot be switched on for one test.
 */
import {parseAst} from 'vite';

const OPERATORS = new Map([
  ['<', '<='],
  ['<=', '<'],
  ['>', '>='],
  ['>=', '>'],
  ['===', '!=='],
  ['!==', '==='],
  ['+', '-'],
  ['-', '+'],
  ['*', '/'],
  ['/', '*'],
  ['%', '*'],
  ['&&', '||'],
  ['||', '&&'],
  ['??', '&&'],
  ['+=', '-='],
  ['-=', '+='],
  ['++', '--'],
  ['--', '++'],
]);
const METHODS = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
]);
/** Calls of these methods become what they are called on. */
const REMOVED_METHODS = new Set(['filter', 'sort', 'reverse', 'slice', 'trim', 'toSorted']);
const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
/** Where a string is a name and no value. */
const NAMING = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ExpressionStatement']);

/**
 * @param code - text of a module
 * @returns one entry per mutant: the kind of change, `start` and `end` of what it replaces, in UTF-16 units, and the
 *   `text` in its place; `isBlock` where the text is to stand before a function's statements instead
 */
export function mutantsOf(code) {
  const mutants = [];
  const pending = [{node: parseAst(code), parent: undefined, isInside: false}];
  while (pending.length > 0) {
    const {isInside, node, parent} = pending.pop();
    if (isInside) mutants.push(...changesOf(node, parent, code));
    for (const [key, child] of Object.entries(node)) {
      for (const item of Array.isArray(child) ? child : [child]) {
        if (typeof item?.type !== 'string') continue;
        // Parameters and their defaults stay.
        if (FUNCTIONS.has(node.type) && key !== 'body') continue;
        pending.push({node: item, parent: {node, key, parent}, isInside: isInside || FUNCTIONS.has(node.type)});
      }
    }
  }
  return mutants.sort((a, b) => a.start - b.start || a.end - b.end);
}

function changesOf(node, parent, code) {
  const whole = (kind, ...texts) => texts.map((text) => ({kind, start: node.start, end: node.end, text}));
  const text = ({end, start}) => code.slice(start, end);
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression': {
      const other = OPERATORS.get(node.operator);
      if (other === undefined || (other === '-' && [node.left, node.right].some(isText))) return [];
      return whole(node.type, `(${text(node.left)}) ${other} (${text(node.right)})`);
    }
    case 'UpdateExpression': {
      const other = OPERATORS.get(node.operator);
      return whole(node.type, node.prefix ? other + text(node.argument) : text(node.argument) + other);
    }
    case 'UnaryExpression':
      return node.operator === '!' || node.operator === '-' ? whole(node.type, text(node.argument)) : [];
    case 'Literal':
      return literalChanges(node, parent, whole);
    case 'TemplateLiteral':
      return parent.node.type === 'TaggedTemplateExpression' ? [] : whole('StringLiteral', '``');
    case 'ArrayExpression':
      return node.elements.length > 0 ? whole(node.type, '[]') : [];
    case 'CallExpression':
      return callChanges(node, parent, whole, text);
    case 'BlockStatement':
      return blockChanges(node, parent);
    default:
      return isTest(node, parent) ? whole('Condition', 'true', 'false') : [];
  }
}

const isText = ({type, value}) => type === 'TemplateLiteral' || (type === 'Literal' && typeof value === 'string');

/** Conditions that are no comparison; of a loop, `true` would never end. */
function isTest(node, {key, node: parent}) {
  return key === 'test' && (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && node !== null;
}

function literalChanges(node, {key, node: parent}, whole) {
  if (typeof node.value === 'boolean') return whole('BooleanLiteral', String(!node.value));
  if (typeof node.value !== 'string' || NAMING.has(parent.type)) return [];
  if (key === 'key' || parent.type === 'ImportExpression') return [];
  return whole('StringLiteral', node.value === '' ? '"mutated"' : '""');
}

function callChanges(node, {node: parent}, whole, text) {
  const {callee} = node;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.optional || node.optional) return [];
  if (parent.type === 'ChainExpression') return [];
  const {name} = callee.property;
  if (REMOVED_METHODS.has(name)) return whole('Method', text(callee.object));
  const other = METHODS.get(name);
  if (other === undefined) return [];
  const rest = text(node).slice(callee.property.end - node.start);
  return whole('Method', `${text(callee.object)}.${other}${rest}`);
}

/** A function that does nothing; a constructor may have to call `super`. */
function blockChanges(node, {node: parent, parent: above}) {
  if (!FUNCTIONS.has(parent.type) || node.body.length === 0) return [];
  if (above?.node.type === 'MethodDefinition' && above.node.kind === 'constructor') return [];
  return [{kind: 'Block', start: node.start, end: node.start + 1, text: 'return;', isBlock: true}];
}

const LOOPS = new Set(['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement']);

/**
 * Builds the chosen mutants into a module, each behind a switch, and a count of rounds into each loop.
 *
 * @param code - text of the module
 * @param mutants - with the `id` of each; none may overlap another
 */
export function withMutants(code, mutants) {
  const changes = mutants.map(({end, id, isBlock, start, text}) => {
    const original = code.slice(start, end);
    return {
      start,
      end,
      text: isBlock ? `{if (isMutant(${id})) ${text}` : `(isMutant(${id}) ? (${text}) : (${original}))`,
    };
  });
  const mutated = withChanges(code, changes);
  return `const {isMutant, round} = globalThis.mutation ?? {isMutant: () => false, round: () => undefined};\n${counted(mutated)}`;
}

/** Loops that a mutant makes endless end by this count, on a busy machine as on an idle one. */
function counted(code) {
  const changes = [];
  for (const body of loopBodies(code)) {
    const {end, start, type} = body;
    if (type === 'BlockStatement') changes.push({start, end: start + 1, text: '{round();'});
    else changes.push({start, end: start, text: '{round();'}, {start: end, end, text: '}'});
  }
  return withChanges(code, changes);
}

function loopBodies(code) {
  const bodies = [];
  const pending = [parseAst(code)];
  while (pending.length > 0) {
    const node = pending.pop();
    if (LOOPS.has(node.type)) bodies.push(node.body);
    for (const child of Object.values(node)) {
      for (const item of Array.isArray(child) ? child : [child]) if (typeof item?.type === 'string') pending.push(item);
    }
  }
  return bodies;
}

function withChanges(code, changes) {
  let result = '';
  let at = 0;
  for (const {end, start, text} of changes.sort((a, b) => a.start - b.start)) {
    result += code.slice(at, start) + text;
    at = end;
  }
  return result + code.slice(at);
}
