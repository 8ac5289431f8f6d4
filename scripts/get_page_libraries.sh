#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Fetches the plotting libraries of the report page (Vega, Vega-Lite, Vega-Embed: BSD 3-clause) from
# the npm registry, in the versions and with the checksums of sw/page/libraries/package-lock.json,
# into the cache: $ITG_CACHE_DIR, $XDG_CACHE_HOME/intaglio or ~/.cache/intaglio. Once; later calls
# take no time. Installs nodejs and npm where they are missing (as root or through sudo).
set -euo pipefail
cd "$(dirname "$0")/.."

die() { echo "get_page_libraries.sh: $*" >&2; exit 1; }

cache=${ITG_CACHE_DIR:-${XDG_CACHE_HOME:+$XDG_CACHE_HOME/intaglio}}
[[ -n $cache || -n ${HOME:-} ]] || die "no folder for the cache: set HOME or ITG_CACHE_DIR"
page=${cache:-$HOME/.cache/intaglio}/page
lock=sw/page/libraries/package-lock.json

if cmp -s "$lock" "$page/package-lock.json"; then
  echo "the page's libraries are in $page"
  exit 0
fi

if ! command -v npm >/dev/null; then
  as_root=()
  [[ $(id -u) -eq 0 ]] || as_root=(sudo)
  echo "installing: nodejs npm"
  install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
           apt-get -qq -y install --no-install-recommends nodejs npm)
  if ! "${install[@]}" >/dev/null 2>&1; then
    "${as_root[@]}" apt-get -qq update || die "apt-get update failed; needed: nodejs npm"
    "${install[@]}" >/dev/null || die "apt-get could not install nodejs and npm"
  fi
fi

mkdir -p "$(dirname "$page")"
work=$(mktemp -d "$page.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp sw/page/libraries/package.json "$lock" "$work"
# The scripts of the packages are not run: what is wanted are files as they were published.
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >"$work/log" 2>&1 ||
  { tail -n 20 "$work/log" >&2; die "npm ci failed"; }

# What the three bundles are made of, and under which licences: each text once, with its packages.
licences() {
  local licence text name
  declare -A packages=()
  while IFS= read -r licence; do
    text=$(tr -d '\r' <"$licence")
    name=${licence#./node_modules/}
    packages[$text]+="${packages[$text]:+, }${name%/*}"
  done < <(find ./node_modules -iname 'licen[sc]e*' -type f -path '*/node_modules/*' | LC_ALL=C sort)
  for text in "${!packages[@]}"; do printf '%s\n\n%s\n\n\n' "${packages[$text]}" "$text"; done
}

mkdir "$work/page"
for name in vega vega-lite vega-embed; do
  install -m 644 "$work/node_modules/$name/build/$name.min.js" "$work/page"
done
(cd "$work" && licences) >"$work/page/LICENCES.txt"
install -m 644 "$lock" "$work/page"
rm -rf "$page"
mv "$work/page" "$page"
echo "the page's libraries are in $page"
