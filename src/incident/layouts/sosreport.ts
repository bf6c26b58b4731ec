/**
 * `sos report`: one machine; logs below `var/log`, stacks and messages of the kernel below `proc` and `sos_commands`.
 *
 * Source: the paths that public tools read of such reports (`sos_commands/kernel/dmesg`, `var/log/messages`).
 */
import {type BundleLayout, pathLayout} from './layout.ts';

export const sosreportLayout: BundleLayout = pathLayout(
  {
    id: 'sosreport',
    title: 'a machine (sos report)',
    marks: [/(?:^|\/)sos_commands\/[^/]+\/[^/]+$/],
  },
  [
    /(?:^|\/)(?<process>sosreport-[^/]+)\/(?:proc|sos_commands|var\/log)\/.+$/,
    /(?:^|\/)(?<process>)(?:proc|sos_commands|var\/log)\/.+$/,
  ],
  (name) => (name === '' ? 'machine' : name),
);
