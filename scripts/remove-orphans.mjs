#!/usr/bin/env node
/**
 * Removes from dist what is left of source files that were renamed or deleted: the compiler does not, and npm would ship
 * it.
 */
import {existsSync, readdirSync, rmSync} from 'node:fs';

if (existsSync('dist')) {
  for (const path of readdirSync('dist', {recursive: true, encoding: 'utf8'})) {
    const stem = /^(?!viewer|\.tsbuildinfo)(.*?)(?:\.d\.ts|\.js)$/.exec(path.replaceAll('\\', '/'))?.[1];
    if (stem !== undefined && !existsSync(`src/${stem}.ts`)) rmSync(`dist/${path}`);
  }
}
