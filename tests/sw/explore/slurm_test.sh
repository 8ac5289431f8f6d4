#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# An exploration on a cluster of Slurm has the content of a local one, although meanwhile a worker is
# killed and the node crashes with all that runs on it; so has one that is killed and continued,
# while the controller begins anew.
#
#   slurm_test.sh PROGRAM     exit code 77: this machine has no Slurm (slurm-wlm, munge), or no root
set -euo pipefail
program=$(realpath "${1:?program}")
source "$(dirname "$0")/cluster.sh"

missing=$(cluster_missing)
if [[ $missing ]]; then
  echo "skipped: no $missing here; scripts/slurm_study.sh installs what it takes"
  exit 77
fi

work=$(mktemp -d)
explorer=
finish() {
  [[ $explorer ]] && kill -9 "$explorer" 2>/dev/null
  cluster_down
  rm -rf "$work"
}
trap finish EXIT
die() { echo "FAILED: $*"; tail -n 5 "$work"/*/explore.log "$work"/*.txt; exit 1; }

# 16 points of a second or more: a task of two is still there when it is to be killed.
cat >"$work/space.json" <<'EOF'
{"config": "digits", "hw": "tiny", "set": {"train.epochs": 150, "train.mu": 3},
 "axes": {"hw.weight_bits": [5, 6, 7, 8], "hw.acc_bits": [24, 32], "hw.rows": [4, 8]},
 "seeds": [1, 2], "target_accuracy": 80, "clock_mhz": 100}
EOF

explore() {  # explore NAME OPTIONS...: becomes the program
  exec "$program" explore --space "$work/space.json" --out "$work/$1" "${@:2}" >>"$work/$1.txt" 2>&1
}
results() { find "$work/$1/points" -name '*.json' 2>/dev/null | wc -l; }
await() {  # await NAME COUNT: so many results
  for _ in $(seq 1200); do
    (($(results "$1") >= $2)) && return
    sleep 0.1
  done
  die "only $(results "$1") results after two minutes, expected $2"
}
content() {  # of a database, in the order of the keys
  python3 -c "
import sqlite3, sys
file = sqlite3.connect(sys.argv[1])
names = [row[0] for row in file.execute(\"SELECT name FROM sqlite_master WHERE type='table'\")]
for name in sorted(names):
    for row in sorted(map(repr, file.execute('SELECT * FROM ' + name))): print(name, row)" \
    "$work/$1/explore.db"
}
worker() {  # the number of a worker's process
  for pid in $(cluster_tasks); do
      [[ $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null) == *explore\ --points* ]] && echo "$pid" && return
  done
}

same() {  # same NAME: as the local exploration
  content local >"$work/a"
  content "$1" >"$work/b"
  (($(wc -l <"$work/a") > 100)) || die "the content is empty"
  cmp "$work/a" "$work/b" || die "the contents differ"
  [[ $(squeue --noheader | wc -l) -eq 0 ]] || die "jobs are left"
  echo "$1: $(wc -l <"$work/b") rows are the same"
  sed 's/^/    /' "$work/$1/explore.log"
}

(explore local --workers 2) || die "the local exploration"
cluster_up "$work/slurm"

(explore cluster --launcher slurm --chunk 2) &
explorer=$!
await cluster 1
for _ in $(seq 100); do pid=$(worker) && [[ $pid ]] && break; sleep 0.05; done
[[ ${pid:-} ]] || die "no worker to kill"
kill -9 "$pid"
echo "killed a worker after $(results cluster) results"
await cluster $(($(results cluster) + 2))
cluster_crash
echo "crashed the node after $(results cluster) results"
wait $explorer || die "the exploration"
same cluster

(explore again --launcher slurm --chunk 1) &
explorer=$!
await again 1
kill "$(cat "$cluster/run/slurmctld.pid")"
await again 2
sleep 1
slurmctld -f "$SLURM_CONF"
echo "ended and began the controller after $(results again) results"
await again 4
kill -9 $explorer
wait $explorer 2>/dev/null || true
(($(results again) < 16)) || die "everything was done before the exploration was killed"
echo "killed the exploration after $(results again) results"
(explore again --launcher slurm) || die "the continued exploration"
explorer=
same again
