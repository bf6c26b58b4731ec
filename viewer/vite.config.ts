/**
 * Builds the page: one script with its worker inside, and one style sheet. The HTML around them is src/render/page.ts's.
 */
import {fileURLToPath} from 'node:url';
import {defineConfig} from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  logLevel: 'warn',
  build: {
    outDir: here('../dist/viewer'),
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    modulePreload: false,
    lib: {entry: here('main.ts'), formats: ['iife'], name: 'pprofx', fileName: () => 'app.js', cssFileName: 'app'},
  },
  worker: {format: 'iife'},
});
