/**
 * `sos report`: one machine; logs below `var/log`, stacks and messages of the kernel below `proc` and `sos_commands`.
 *
 * Source: sosreport/sos, sos/report/__init__.py and sos/report/plugins/kernel.py.
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
