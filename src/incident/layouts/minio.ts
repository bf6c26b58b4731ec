/**
 * MinIO `mc support profile`: a set of files for each node, the node in the name; `before` is what was taken when
 * profiling began.
 *
 * Source: minio/minio names its files `profile-HOST-KIND`; the kinds are those of profiles that people published.
 */
import {type BundleLayout, pathLayout} from './layout.ts';

export const minioLayout: BundleLayout = pathLayout(
  {
    id: 'minio',
    title: 'MinIO (mc support profile)',
    marks: [
      /(?:^|\/)profile-[^/]+-(?:cpu|cpuio|mem|block|mutex|threads|goroutines)(?:-before)?(?:,debug=2)?\.(?:pprof|txt)$/,
    ],
  },
  [
    /(?:^|\/)profile-(?<process>[^/]+)-(?:cpu|cpuio|mem|block|mutex|threads|goroutines)-(?<label>before)(?:,debug=2)?\.(?:pprof|txt)$/,
    /(?:^|\/)profile-(?<process>[^/]+)-(?:cpu|cpuio|mem|block|mutex|threads|goroutines)\.(?:pprof|txt)$/,
  ],
);
