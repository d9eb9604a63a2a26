#!/usr/bin/env bash
# Builds the real window and looks at it: Xvfb is its screen, build/out/window.png what it showed.
set -euo pipefail
cd "$(dirname "$0")/.."
tags=desktop,production,webkit2_41
program=$PWD/build/bin/creatorlift-window

missing=()
pkg-config --exists gtk+-3.0 webkit2gtk-4.1 2>/dev/null || missing+=(pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev)
command -v Xvfb >/dev/null || missing+=(xvfb)
if [ ${#missing[@]} -gt 0 ]; then
  install=(apt-get install -y -qq --no-install-recommends "${missing[@]}")
  export DEBIAN_FRONTEND=noninteractive
  if ! command -v apt-get >/dev/null; then
    echo "The window needs GTK 3, WebKitGTK 4.1 and Xvfb (on Debian: ${missing[*]}). Install them with your system's package tool."; exit 1
  elif [ "$(id -u)" = 0 ]; then
    apt-get update -qq && "${install[@]}" >/dev/null
  elif sudo -n true 2>/dev/null; then
    sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null
  else
    echo "The window needs packages; run: sudo apt-get install ${missing[*]}"; exit 1
  fi
fi

[ -e frontend/dist/index.html ] || echo "frontend/dist is empty: the window shows the page that says how to build the screen"
for set in "$tags,windowtest" bindings,webkit2_41 dev,webkit2_41; do go vet -tags "$set" .; done
go build -trimpath -tags "$tags" -o "$program" .
CREATORLIFT_WINDOW=$program go test -tags "$tags,windowtest" -count 1 -v -timeout 5m .
