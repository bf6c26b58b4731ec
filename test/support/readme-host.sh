#!/bin/sh
# Stands for kubectl and curl while the README's commands run: whatever path of /debug/pprof they ask for, they print the
# sample of that kind. Asked for anything else, it fails as they would.
#
# usage: named kubectl or curl on the PATH, with SAMPLES set to the samples' folder and DUMP to a goroutine dump

# A pod, and a node of the same name.
list='{"items":[{"metadata":{"name":"web-1","namespace":"shop"},"status":{"phase":"Running"}}]}'
deployment='{"spec":{"selector":{"matchLabels":{"app":"web"}}}}'

case "$*" in
*/debug/pprof/heap*) cat "$SAMPLES/replicaset-flood/heap-before.pb.gz" ;;
*/debug/pprof/profile*) cat "$SAMPLES/nodeips-hot/cpu-before.pb.gz" ;;
*"/debug/pprof/goroutine?debug=2"*) cat "$DUMP" ;;
*"get --raw /apis/apps/v1/"*/deployments/web*) printf %s "$deployment" ;;
*"get --raw /api/v1/nodes"* | *"get --raw /api/v1/namespaces/"*"/pods?"*) printf %s "$list" ;;
*"logs "*" --previous") cat "$DUMP" ;;
*"port-forward "*) ;;
*)
  echo "not a request that the README may make: $*" >&2
  exit 1
  ;;
esac
