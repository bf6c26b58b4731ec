/**
 * Stacks of threads inside the Linux kernel, as text: files of /proc, tables of ps, reports in the kernel's log.
 */

import {failure} from '../../base/errors.ts';
import {decodeUtf8} from '../../base/utf8.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import type {Format, FormatReader, ReadOptions} from '../format.ts';
import {looksLikeText} from '../looks-like-text.ts';
import {isKernelText} from './sniff.ts';
import {KernelTextReader} from './text-reader.ts';
import {ThreadCollector} from './thread-collector.ts';

export const kernelStacksFormat: Format = {
  id: 'kernel-stacks',
  title: 'kernel stacks (text)',
  sniff: (head) => looksLikeText(head) && isKernelText(decodeUtf8(head).split('\n')),
  open: (options) => new KernelStacksReader(options),
};

/** Letters that `ps -l` and `ps -o wchan` give a name. */
const PS_WIDTH = 6;

class KernelStacksReader implements FormatReader {
  private readonly builder: ProfileBuilder;
  private readonly threads: ThreadCollector;
  private readonly text: KernelTextReader;

  constructor(options: ReadOptions) {
    this.builder = new ProfileBuilder('kernel-stacks', options.name);
    this.builder.addSampleType('threads', 'count');
    this.builder.head.kind = 'kernel';
    this.threads = new ThreadCollector(this.builder);
    this.text = new KernelTextReader(this.threads);
  }

  write(chunk: Uint8Array): void {
    this.text.write(chunk);
  }

  end(): Profile {
    const {builder, text, threads} = this;
    text.end();
    if (threads.length === 0) {
      throw failure(
        'UNRECOGNIZED_FORMAT',
        'this is a log of the kernel without a stack of a thread',
        {byteOffset: 0},
        'let the kernel print the stacks of blocked threads: echo w | sudo tee /proc/sysrq-trigger, then dmesg',
      );
    }
    if (text.longestWchan === PS_WIDTH) {
      builder.warn(
        'WCHAN_CUT',
        'WCHAN shows only six letters of a name: ask for more with ps -eLo pid,lwp,stat,wchan:40,comm',
      );
    }
    threads.finish();
    builder.head.skippedLines = text.skipped.finish();
    builder.head.counts = {samples: threads.length};
    return builder.finish();
  }
}
