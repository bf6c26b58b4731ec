#!/usr/bin/env bash
# A real Kubernetes control plane on loopback, and `pprofx collect` through it. Takes about a minute; nothing is installed.
#
# usage: test/cluster/run.sh BIN [OUT]
#   BIN  folder with kube-apiserver, kube-controller-manager and kube-scheduler (see README.md here); etcd, kubectl and
#        openssl come from the PATH
#   OUT  keeps the collected folders here; without it they go with everything else
#
# The collecting user has a client certificate and exactly the role of docs/collect.md. There is no kubelet, so there are
# no pods to forward to: the controller-manager answers in the place of one, behind the API server's own node proxy.
set -euo pipefail

bin=$(cd "$1" && pwd)
out=${2:-}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
children=()
finish() {
  for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap finish EXIT

api=16443 client=12379 peer=12380 manager=20257 scheduler=20259
cd "$work"

# An authority, a server, and three users; the API server knows the group of an administrator by O=system:masters.
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 2 -subj /CN=ca 2>/dev/null
certificate() { # NAME SUBJECT [SAN]
  openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "$2" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -out "$1.crt" -days 2 \
    -extfile <(printf 'subjectAltName=%s' "${3:-DNS:$1}") 2>/dev/null
}
certificate server /CN=kubernetes DNS:localhost,DNS:kubernetes,IP:127.0.0.1
certificate admin /O=system:masters/CN=admin
certificate collector /CN=collector
certificate stranger /CN=stranger
openssl genrsa -out accounts.key 2048 2>/dev/null

kubeconfig() { # NAME
  kubectl config --kubeconfig="$1.conf" set-cluster c --server="https://127.0.0.1:$api" --certificate-authority=ca.crt --embed-certs=true
  kubectl config --kubeconfig="$1.conf" set-credentials "$1" --client-certificate="$1.crt" --client-key="$1.key" --embed-certs=true
  kubectl config --kubeconfig="$1.conf" set-context c --cluster=c --user="$1"
  kubectl config --kubeconfig="$1.conf" use-context c
} >/dev/null
for user in admin collector stranger; do kubeconfig "$user"; done

start() { # NAME COMMAND…
  "${@:2}" >"$1.log" 2>&1 &
  children+=($!)
}
awaited() { # NAME COMMAND…
  for _ in $(seq 240); do "${@:2}" >/dev/null 2>&1 && return; sleep 0.5; done
  echo "$1 does not come up:" >&2
  tail -5 "$1.log" >&2
  exit 1
}

start etcd etcd --data-dir etcd --listen-client-urls "http://127.0.0.1:$client" --advertise-client-urls "http://127.0.0.1:$client" \
  --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" --initial-cluster "default=http://127.0.0.1:$peer"
start kube-apiserver "$bin/kube-apiserver" --etcd-servers="http://127.0.0.1:$client" --bind-address=127.0.0.1 --secure-port=$api \
  --advertise-address=127.0.0.1 --service-cluster-ip-range=10.0.0.0/24 --authorization-mode=RBAC --client-ca-file=ca.crt \
  --tls-cert-file=server.crt --tls-private-key-file=server.key --cert-dir=certs --service-account-issuer=https://localhost \
  --service-account-key-file=accounts.key --service-account-signing-key-file=accounts.key \
  --kubelet-client-certificate=admin.crt --kubelet-client-key=admin.key --kubelet-preferred-address-types=Hostname
awaited kube-apiserver kubectl --kubeconfig=admin.conf get --raw /readyz
start kube-controller-manager "$bin/kube-controller-manager" --kubeconfig=admin.conf --bind-address=127.0.0.1 --secure-port=$manager --port=0 \
  --cert-dir=certs --leader-elect=false --service-account-private-key-file=accounts.key --authentication-kubeconfig=admin.conf \
  --authorization-kubeconfig=admin.conf --client-ca-file=ca.crt --node-monitor-grace-period=1h
start kube-scheduler "$bin/kube-scheduler" --kubeconfig=admin.conf --bind-address=127.0.0.1 --secure-port=$scheduler --port=0 \
  --cert-dir=certs --leader-elect=false --authentication-kubeconfig=admin.conf --authorization-kubeconfig=admin.conf --client-ca-file=ca.crt

# The role as the documentation has it, bound to the collector.
sed -n '/^```yaml$/,/^```$/p' "$root/docs/collect.md" | sed '/^```/d' | kubectl --kubeconfig=admin.conf apply -f -
kubectl --kubeconfig=admin.conf create clusterrolebinding pprofx-collect --clusterrole=pprofx-collect --user=collector
kubectl --kubeconfig=admin.conf create -f - <<YAML
apiVersion: v1
kind: Node
metadata: {name: localhost, labels: {node-role.kubernetes.io/control-plane: ""}}
status: {addresses: [{type: Hostname, address: localhost}], daemonEndpoints: {kubeletEndpoint: {Port: $manager}}}
YAML
awaited kube-controller-manager curl -skf "https://127.0.0.1:$manager/healthz"
awaited kube-scheduler curl -skf "https://127.0.0.1:$scheduler/healthz"

say() { printf '\n$ pprofx %s\n' "$*"; }
pprofx() { # USER ARGS…
  say "${@:2}"
  node "$root/dist/cli/bin.js" "${@:2}" --kubeconfig="$1.conf" && code=0 || code=$?
  [ "$code" = 0 ] || echo "(exit $code)"
}
pprofx collector collect --list control-plane
pprofx collector collect control-plane --seconds 2 -o control-plane --analyze
pprofx collector collect component/kube-apiserver --kinds goroutine,heap --twice 2s -o apiserver --analyze
pprofx stranger collect component/kube-apiserver --kinds heap -o refused
pprofx collector collect deploy/web:6060 --kinds heap -o none
pprofx collector collect component/kube-scheduler --kinds heap -o none

# Controller-manager and scheduler by their addresses: they want to know who asks.
for part in "kube-controller-manager $manager" "kube-scheduler $scheduler"; do
  set -- $part
  args=(collect "https://localhost:$2" --insecure --seconds 1 -o "$1")
  say "${args[@]}" --cert admin.crt --key admin.key
  node "$root/dist/cli/bin.js" "${args[@]}" --cert admin.crt --key admin.key --analyze || echo "(exit $?)"
done
[ -z "$out" ] || cp -r control-plane apiserver kube-controller-manager kube-scheduler "$out"
