/**
 * A thread of Node in which the page's worker runs, to answer what the page will ask first.
 *
 * What a worker of a browser has and a thread has not is `self`; everything else that it uses is in both.
 */
import {compileFunction} from 'node:vm';
import {parentPort, workerData} from 'node:worker_threads';
import {moduleBody} from '../../render/html/link-modules.ts';
import type {PageOptions} from '../../render/html/page.ts';

/** What the thread is started with. */
export interface PreloadWork {
  /** Of the built page, by their paths. */
  readonly modules: ReadonlyMap<string, string>;
  readonly files: readonly {readonly name: string; readonly bytes: ArrayBuffer}[];
  readonly options: PageOptions;
}

/** What the worker says: see viewer/protocol.ts. */
type Reply = {readonly progress: unknown} | {readonly result: string} | {readonly error: unknown};

interface WorkerScope {
  onmessage?: (event: {readonly data: unknown}) => void;
  postMessage(reply: Reply): void;
}

const {files, modules, options} = workerData as PreloadWork;
const scope: WorkerScope = {
  postMessage: (reply) => {
    if ('result' in reply) parentPort?.postMessage(reply.result);
    if ('error' in reply) throw new Error('the worker has no answers');
  },
};
Object.defineProperty(globalThis, 'self', {value: scope});
const ready = new Map<string, unknown>();
load('worker.js');
scope.onmessage?.({data: {id: 0, request: {kind: 'preload', files, options}}});

/** What a module exports; it runs when it is asked for first. */
function load(path: string): unknown {
  if (!ready.has(path)) {
    const body = `"use strict";${moduleBody(path, modules.get(path) ?? '')}`;
    ready.set(path, compileFunction(body, ['$load'], {filename: path})(load));
  }
  return ready.get(path);
}
