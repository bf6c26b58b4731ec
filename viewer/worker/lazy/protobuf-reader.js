/**
 * Stands for protobufjs/minimal in the page's worker: its Reader alone, without writer, remote calls and Long.
 */
import Reader from 'protobufjs/src/reader.js';

// biome-ignore lint/style/noDefaultExport: the form of the package it stands for
export default {Reader};
