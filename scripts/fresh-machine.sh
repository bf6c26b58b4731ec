#!/usr/bin/env bash
# Runs the README's two commands as a stranger would: on a Debian with Node and npm and nothing else, in a fresh clone.
#
# usage: scripts/fresh-machine.sh FOLDER [SCRIPT...]    as root, with debootstrap; demo and verify without any SCRIPT
#
# The root is made in FOLDER and kept there; a later run clones anew into it. Proxy, registry and certificate of this
# shell are handed on by environment, and nothing else of this machine is.
set -euo pipefail
root=$(mkdir -p "$1" && cd "$1" && pwd)
scripts=("${@:2}")
[ ${#scripts[@]} -gt 0 ] || scripts=(demo verify)
cd "$(dirname "$0")/.."

if [ ! -x "$root/usr/local/bin/node" ]; then
  debootstrap --variant=minbase bookworm "$root" >"$root.log"
  cp "$(command -v node)" "$root/usr/local/bin/node"
  mkdir -p "$root/usr/local/lib/node_modules"
  cp -r "$(dirname "$(readlink -f "$(command -v npm)")")/.." "$root/usr/local/lib/node_modules/npm"
  for name in npm npx; do ln -s "../lib/node_modules/npm/bin/$name-cli.js" "$root/usr/local/bin/$name"; done
fi
cp /etc/resolv.conf /etc/hosts "$root/etc/"
environment=(PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/root CI=true)
for name in http_proxy https_proxy no_proxy npm_config_registry; do
  [ -z "${!name:-}" ] || environment+=("$name=${!name}")
done
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
  cp "$NODE_EXTRA_CA_CERTS" "$root/etc/extra-ca.pem"
  environment+=(NODE_EXTRA_CA_CERTS=/etc/extra-ca.pem)
fi

# Chromium shares memory, and shells under test type into terminals.
trap 'umount "$root/proc" "$root/dev/shm" "$root/dev/pts"' EXIT
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm" "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$root/dev/pts"
ln -sf pts/ptmx "$root/dev/ptmx"
rm -rf "$root/root/pprofx"
git clone --quiet --no-hardlinks . "$root/root/pprofx"

failures=0
for script in "${scripts[@]}"; do
  start=$SECONDS
  status=0
  chroot "$root" env -i "${environment[@]}" sh -c "cd /root/pprofx && npm run $script" </dev/null || status=$?
  echo "npm run $script: exit $status after $((SECONDS - start)) s"
  [ "$status" = 0 ] || failures=1
done
exit "$failures"
