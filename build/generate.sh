#!/usr/bin/env bash
# Makes what is committed but made by tools: the PDF's chart bundle, font and tokens under
# backend/report/assets. With --check it makes them elsewhere and compares.
set -euo pipefail
cd "$(dirname "$0")/.."
assets=backend/report/assets
if ! command -v npm >/dev/null; then
  [ "${1:-}" = --check ] && { echo "npm is not here: the drift check of $assets is left out"; exit 0; }
  echo "make generate needs Node 20.19 or newer"; exit 1
fi
stamp=frontend/node_modules/.creatorlift-lock
if ! cmp -s frontend/package-lock.json "$stamp"; then
  (cd frontend && npm ci --no-audit --no-fund --silent)
  cp frontend/package-lock.json "$stamp"
fi
if [ "${1:-}" = --check ]; then
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
  cp "$assets"/* "$out"/
  (cd frontend && npm run --silent build:pdf-charts -- "$out")
  diff -rq "$assets" "$out" || { echo "$assets is not what make generate makes: run it and commit"; exit 1; }
else
  (cd frontend && npm run --silent build:pdf-charts)
fi
