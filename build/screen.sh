#!/usr/bin/env bash
# Builds the screen into frontend/dist, where the program embeds it. It does nothing where the built
# screen is younger than all it is made from.
set -euo pipefail
cd "$(dirname "$0")/.."
made=frontend/dist/index.html
if [ -f "$made" ] && [ -z "$(find frontend/src frontend/public frontend/index.html frontend/vite.config.ts frontend/tsconfig.json \
  frontend/package-lock.json backend/report/assets/tokens.json -newer "$made" -print -quit)" ]; then
  exit 0
fi
if ! command -v npm >/dev/null; then
  echo "The screen needs Node 20.19 or newer to be built; everything else works without it."
  exit 0
fi
bash build/node-modules.sh
cd frontend && npm run --silent build
touch dist/index.html
