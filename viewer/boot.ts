/**
 * The first script of a served page: starts the worker while the page's own script is still on its way.
 */
globalThis.pprofxWorker = new Worker('worker.js', {type: 'module'});
