/**
 * TiDB `/debug/zip`: one server, plain names without endings.
 *
 * Source: the list of files in a published course on TiDB; not its code.
 */
import {type BundleLayout, pathLayout} from './layout.ts';

export const tidbLayout: BundleLayout = pathLayout(
  {
    id: 'tidb',
    title: 'TiDB (/debug/zip)',
    marks: ['goroutine', 'heap', 'mutex', 'profile', 'config', 'version'].map((name) => new RegExp(`(?:^|/)${name}$`)),
  },
  [/(?:^|\/)(?<process>)(?:goroutine|heap|mutex|profile)$/],
  () => 'tidb-server',
);
