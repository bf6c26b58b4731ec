# pprofx with kubectl: for `watch` beside a service or as a CronJob, and for `kubectl debug --image`.
#
#   npm run build && npm pack && docker build -t pprofx .
#
# Runs as nobody in particular on a read-only root; what it writes goes to /profiles and /tmp.
FROM node:20-bookworm-slim

RUN apt-get update \
 && apt-get install --yes --no-install-recommends kubernetes-client \
 && rm -rf /var/lib/apt/lists/*

COPY pprofx-*.tgz /opt/pprofx.tgz
RUN npm install --global --ignore-scripts --no-audit --no-fund --no-update-notifier /opt/pprofx.tgz \
 && rm -rf /opt/pprofx.tgz /root/.npm \
 && install --directory --owner=65532 --group=65532 /profiles

LABEL org.opencontainers.image.title="pprofx" \
      org.opencontainers.image.version="0.2.0" \
      org.opencontainers.image.licenses="MIT"

ENV HOME=/tmp NODE_ENV=production
USER 65532:65532
WORKDIR /profiles
ENTRYPOINT ["pprofx"]
CMD ["--help"]
