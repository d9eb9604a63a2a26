#!/usr/bin/env bash
# Makes what is committed but made by tools: the PDF's chart bundle, font and tokens under
# backend/report/assets, and the types of the screen's client from the program's contract. With --check it
# makes them elsewhere and compares.
set -euo pipefail
cd "$(dirname "$0")/.."
assets=backend/report/assets
if ! command -v npm >/dev/null; then
  [ "${1:-}" = --check ] && { echo "npm is not here: the drift check of $assets is left out"; exit 0; }
  echo "make generate needs Node 20.19 or newer"; exit 1
fi
bash build/node-modules.sh
contract() { go run ./build/openapi >"$1/openapi.json" && (cd frontend && npx --no-install openapi-typescript "$1/openapi.json" -o "$1/schema.d.ts" >/dev/null 2>&1); }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
if [ "${1:-}" = --check ]; then
  mkdir "$out/assets"
  cp "$assets"/* "$out/assets"/
  (cd frontend && npm run --silent build:pdf-charts -- "$out/assets")
  contract "$out"
  cmp "$out/schema.d.ts" frontend/src/api/schema.d.ts || { echo "frontend/src/api/schema.d.ts is not the program's contract: run make generate and commit"; exit 1; }
  diff -rq "$assets" "$out/assets" || { echo "$assets is not what make generate makes: run it and commit"; exit 1; }
else
  contract "$out"
  cp "$out/schema.d.ts" frontend/src/api/schema.d.ts
  (cd frontend && npm run --silent build:pdf-charts)
fi
