#!/usr/bin/env bash
# Installs what the screen is built with, once for each state of the lock file.
set -euo pipefail
cd "$(dirname "$0")/../frontend"
stamp=node_modules/.creatorlift-lock
cmp -s package-lock.json "$stamp" && exit 0
npm ci --no-audit --no-fund --silent
cp package-lock.json "$stamp"
