#!/bin/sh
# A test for CI: start the service, put it under load, and fail when pprofx finds something wrong.
#
# usage: check.sh [arguments of the service]; PPROFX is how pprofx is called, "npx pprofx" unless set
set -eu
here=$(dirname "$0")
work=$(mktemp -d)
trap 'kill "$service" 2>/dev/null || true; rm -rf "$work"' EXIT

go build -o "$work/service" "$here/service/main.go"
"$work/service" "$@" >"$work/address" &
service=$!
until [ -s "$work/address" ]; do sleep 0.1; done
address=$(cat "$work/address")

# The load: as many requests as it takes to see a leak.
curl -sS -o /dev/null "http://$address/work?[1-150]"

${PPROFX:-npx pprofx} analyze --fail-on warning "http://$address/debug/pprof/goroutine"
