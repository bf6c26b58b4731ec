/**
 * Firefox over WebDriver BiDi, which it speaks by itself: opens addresses, presses keys, and notes what goes wrong.
 *
 * Playwright drives its own build of Firefox only, and no distribution has that one.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {WebSocket} from 'ws';

interface Message {
  readonly id?: number;
  readonly type: string;
  readonly result?: unknown;
  readonly message?: string;
  readonly params?: {readonly level?: string; readonly text?: string};
}

interface Evaluated {
  readonly type: string;
  readonly result?: {readonly value?: unknown};
  readonly exceptionDetails?: {readonly text: string};
}

/** Starts Firefox without a window and opens one tab. */
export async function launchFirefox(path: string): Promise<Firefox> {
  const options = [
    '--headless',
    '--no-remote',
    '--remote-debugging-port=0',
    '--profile',
    mkdtempSync(join(tmpdir(), 'pprofx-firefox-')),
  ];
  const child = spawn(path, options, {stdio: ['ignore', 'ignore', 'pipe']});
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({input: child.stderr}).on('line', (line) => {
      const [, found] = /listening on (ws:\S+)/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`Firefox ended with ${code}`)));
  });
  const socket = new WebSocket(`${address}/session`);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const firefox = new Firefox(child, socket);
  await firefox.begin();
  return firefox;
}

export class Firefox {
  /** Errors of the console and of scripts. */
  readonly errors: string[] = [];
  private readonly child: ChildProcess;
  private readonly socket: WebSocket;
  private readonly waiting = new Map<number, (message: Message) => void>();
  private lastId = 0;
  private context = '';

  constructor(child: ChildProcess, socket: WebSocket) {
    this.child = child;
    this.socket = socket;
    socket.on('message', (text) => this.receive(JSON.parse(String(text)) as Message));
  }

  async begin(): Promise<void> {
    await this.send('session.new', {capabilities: {}});
    await this.send('session.subscribe', {events: ['log.entryAdded']});
    const {context} = (await this.send('browsingContext.create', {type: 'tab'})) as {context: string};
    this.context = context;
  }

  async open(url: string): Promise<void> {
    await this.send('browsingContext.navigate', {context: this.context, url, wait: 'complete'});
  }

  /** @returns what the expression is, a text or a number, once a promise it may be is kept */
  async evaluate(expression: string): Promise<unknown> {
    const target = {context: this.context};
    const answer = (await this.send('script.evaluate', {expression, target, awaitPromise: true})) as Evaluated;
    if (answer.exceptionDetails !== undefined) throw new Error(answer.exceptionDetails.text);
    return answer.result?.value;
  }

  /** Waits until a selector finds something and the page has what it asked for. */
  async waitFor(selector: string): Promise<void> {
    const isThere = `document.querySelector(${JSON.stringify(selector)}) !== null && document.querySelector('[aria-busy="true"]') === null`;
    await this.evaluate(`new Promise((resolve) => {
      const look = () => (${isThere} ? resolve(1) : setTimeout(look, 20));
      look();
    })`);
  }

  async press(key: string): Promise<void> {
    const actions = ['keyDown', 'keyUp'].map((type) => ({type, value: key}));
    await this.send('input.performActions', {
      context: this.context,
      actions: [{type: 'key', id: 'keyboard', actions}],
    });
  }

  close(): void {
    this.socket.close();
    this.child.removeAllListeners('exit');
    this.child.kill();
  }

  private send(method: string, params: object): Promise<unknown> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({message, result, type}) =>
        type === 'error' ? reject(new Error(`${method}: ${message}`)) : resolve(result),
      );
      this.socket.send(JSON.stringify({id, method, params}));
    });
  }

  private receive(message: Message): void {
    if (message.id !== undefined) this.waiting.get(message.id)?.(message);
    else if (message.params?.level === 'error') this.errors.push(message.params.text ?? '');
  }
}
