# SPDX-License-Identifier: Apache-2.0
#
# A cluster of one node on this machine, for tests: munge, slurmctld and slurmd in a folder of their
# own, on loopback, nothing of /etc touched. To be sourced; needs root, slurm-wlm and munge.

cluster_missing() {  # prints what this machine lacks
  for tool in slurmctld slurmd munged sbatch python3; do
    PATH=$PATH:/usr/sbin command -v $tool >/dev/null || { echo "$tool"; return 0; }
  done
  [[ $(id -u) -eq 0 ]] || echo root
}

cluster_up() {  # cluster_up FOLDER
  cluster=$1
  PATH=$PATH:/usr/sbin
  mkdir -p "$cluster"/{run,state,spool,munge}
  chmod 755 "$cluster/run"
  chmod 700 "$cluster/munge"
  dd if=/dev/urandom of="$cluster/munge/key" bs=1 count=128 status=none
  chmod 400 "$cluster/munge/key"
  local port=$((20000 + $$ % 20000))
  # cred_expire: a task is requeued once its credential has expired, by default after two minutes.
  # sched_min_interval: else an array of short tasks waits for a minute's rounds.
  cat >"$cluster/slurm.conf" <<EOF
ClusterName=one
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=$port
SlurmdPort=$((port + 1))
AuthType=auth/munge
AuthInfo=socket=$cluster/run/munge.sock,cred_expire=5
CryptoType=crypto/munge
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/spool
SlurmctldPidFile=$cluster/run/slurmctld.pid
SlurmdPidFile=$cluster/run/slurmd.pid
SlurmctldLogFile=$cluster/slurmctld.log
SlurmdLogFile=$cluster/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_min_interval=100000
JobRequeue=1
ReturnToService=2
SlurmdTimeout=10
SlurmctldTimeout=10
InactiveLimit=0
KillWait=2
MinJobAge=600
NodeName=localhost NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=1000 State=UNKNOWN
PartitionName=p Nodes=ALL Default=YES MaxTime=INFINITE State=UP
EOF
  export SLURM_CONF=$cluster/slurm.conf
  munged --force --key-file="$cluster/munge/key" --socket="$cluster/run/munge.sock" \
    --pid-file="$cluster/run/munged.pid" --log-file="$cluster/munge/log" \
    --seed-file="$cluster/munge/seed" --num-threads=2
  slurmctld -f "$SLURM_CONF"
  slurmd -f "$SLURM_CONF" -N localhost
  cluster_await
}

cluster_await() {  # until the node takes work
  for _ in $(seq 300); do
    sinfo -h -o %t 2>/dev/null | grep -qE '^(idle|mix|alloc)$' && return
    sleep 0.1
  done
  echo "cluster: the node does not come up" >&2
  return 1
}

# The processes of the cluster's tasks: of each the job's script and what it has become.
cluster_tasks() { grep -lsz "^SLURM_CONF=$cluster/slurm.conf$" /proc/[0-9]*/environ | cut -d/ -f3; }

cluster_crash() {  # the node's daemon and everything on it ends at once; then the node comes back
  local pid
  kill -9 "$(cat "$cluster/run/slurmd.pid")"
  for pid in $(cluster_tasks); do
    grep -qsE '^(slurmstepd|intaglio)' "/proc/$pid/comm" &&
      [[ $(tr '\0' ' ' <"/proc/$pid/cmdline") != *--launcher* ]] && kill -9 "$pid"
  done
  scontrol update NodeName=localhost State=DOWN Reason=crash
  slurmd -f "$SLURM_CONF" -N localhost
  scontrol update NodeName=localhost State=RESUME
  cluster_await
}

cluster_down() {
  [[ ${cluster:-} ]] || return 0
  scancel --user=root 2>/dev/null || true
  scontrol shutdown 2>/dev/null || true
  for daemon in slurmctld slurmd munged; do
    local pid
    pid=$(cat "$cluster/run/$daemon.pid" 2>/dev/null) || continue
    kill "$pid" 2>/dev/null || true
    for _ in $(seq 50); do  # it still writes into the folder
      [[ -d /proc/$pid && $(cut -d' ' -f3 "/proc/$pid/stat" 2>/dev/null) != Z ]] || break
      sleep 0.1
    done
  done
}
