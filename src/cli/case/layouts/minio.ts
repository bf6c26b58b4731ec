/**
 * MinIO `mc support profile`: a set of files for each node, the node in the name; `before` is what was taken when
 * profiling began.
 *
 * Source: minio/minio, cmd/notification.go, the names of the files in the zip.
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
