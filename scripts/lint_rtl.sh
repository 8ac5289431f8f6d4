#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Every RTL module as its own top, at every parameter point of tests/house/lint_points.txt, under
# Verilator's full set of warnings; the whole accelerator through Yosys. The only waivers are those
# of rtl/lint.vlt. ITG_RTL_DIR names other sources than rtl/. `--full` maps the smallest to gates.
set -uo pipefail
cd "$(dirname "$0")/.."
steps=begin:fine  # operators and memories are worked out, gates are not
[[ ${1:-} == --full ]] && steps=begin:check
rtl=${ITG_RTL_DIR:-rtl}
points=tests/house/lint_points.txt

mapfile -t packages < <(find "$rtl" -name '*_pkg.sv' | sort)
mapfile -t modules < <(find "$rtl" -name '*.sv' ! -name '*_pkg.sv' | sort)
((${#modules[@]})) || { echo "lint_rtl.sh: no SystemVerilog file in $rtl" >&2; exit 1; }
sources=("${packages[@]}" "${modules[@]}")
mapfile -t libraries < <(find "$rtl" -type d -printf '-y\n%p\n')
waivers=()
[[ -f $rtl/lint.vlt ]] && waivers=("$rtl/lint.vlt")

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# "KEY WIDTH" of the parameters, not localparams, of the module in a file; no width for an int.
parameters_of() {
  sed -n '/^module/,/^) *(/p' "$1" |
    sed -nE 's/^ *parameter +logic +\[([0-9]+):0\] +([A-Za-z0-9_]+) *=.*/\2 \1/p
             s/^ *parameter +int +unsigned +([A-Za-z0-9_]+) *=.*/\1/p'
}

# Those "KEY=VALUE" words that name a parameter of the file's module, sized as Verilator wants it.
settings_for() {  # settings_for FILE KEY=VALUE...
  local key msb word
  while read -r key msb; do
    for word in "${@:2}"; do
      [[ ${word%%=*} == "$key" ]] || continue
      [[ -z $msb ]] && printf '%s ' "$word"
      [[ -n $msb ]] && printf '%s ' "$key=$((msb + 1))'d${word#*=}"
    done
  done < <(parameters_of "$1")
}

# Generate loops may have 16 x unroll-count iterations: 64 columns need 4.
lint() {  # lint MODULE KEY=VALUE...
  local module=$1
  shift
  verilator --lint-only -Wall --unroll-count 4 --top-module "$module" "${@/#/-G}" \
    "${waivers[@]}" "${packages[@]}" "${libraries[@]}" "$(find "$rtl" -name "$module.sv")" 2>&1
}

lint_job() {  # lint_job ID MODULE KEY=VALUE...: leaves a file when there is a complaint
  local id=$1 text
  shift
  text=$(lint "$@") || printf '%s\n%s\n' "-- $*" "$text" >"$scratch/$id.complaint"
}

wait_for_a_slot() { while (($(jobs -rp | wc -l) >= $(nproc))); do wait -n; done; }

list_jobs() {  # one line a job, each once: MODULE KEY=VALUE...
  local file words
  for file in "${modules[@]}"; do
    basename "$file" .sv
    while read -r _ _ words; do
      # shellcheck disable=SC2086
      echo "$(basename "$file" .sv) $(settings_for "$file" $words)"
    done < <(grep '^point ' "$points")
  done | cat - <(sed -n 's/^module //p' "$points") | sed 's/ *$//' | sort -u |
    # 4096 floating-point cells take a minute, and say nothing that 256 do not.
    grep -vx 'itg_fp32_array Rows=64 Cols=64'
}

# Yosys reads every point, and synthesises the smallest: what it accepts, a synthesis tool does.
# Clock gates have latches, and nothing else. This takes longest, and starts first.
yosys_job() {  # yosys_job NAME SCRIPT
  printf 'read_verilog -sv %s\n%s\n' "${sources[*]}" "$2" >"$scratch/$1.ys"
  yosys -q -s "$scratch/$1.ys" >"$scratch/$1.log" 2>&1 ||
    { echo "-- yosys, $1"; tail -n 5 "$scratch/$1.log"; } >"$scratch/yosys_$1.complaint"
}

top=$(find "$rtl" -name itg_accelerator.sv)
while read -r _ name words; do
  # shellcheck disable=SC2086
  settings=$(settings_for "$top" $words)
  # Yosys 0.23 needs minutes to lay out the registers of a 64x64 array.
  [[ -z $settings || $settings == *Rows=64\ Cols=64* ]] && continue
  chparam="$(sed -E 's/([A-Za-z0-9_]+)=([^ ]+)/-set \1 \2/g' <<<"$settings")"
  script="chparam $chparam itg_accelerator"$'\n'"hierarchy -check -top itg_accelerator"
  [[ $name == smallest ]] && script+="
    proc
    select -assert-none t:\$dlatch t:\$adlatch t:\$dlatchsr %u %u itg_clock_gate/* %d
    synth -top itg_accelerator -noabc -run $steps
    check -assert"
  wait_for_a_slot
  yosys_job "$name" "$script" &
done < <(grep '^point smallest' "$points"; grep '^point ' "$points" | grep -v '^point smallest')

count=0
while read -r -a job; do
  wait_for_a_slot
  count=$((count + 1))
  lint_job "$count" "${job[@]}" &
done < <(list_jobs)

illegal=0
while read -r _ module words; do
  illegal=$((illegal + 1))
  # shellcheck disable=SC2086
  text=$(lint "$module" $words)
  grep -q "$module: " <<<"$text" ||
    echo "-- $module $words: illegal, but elaborates or fails without a message" \
      >"$scratch/illegal$illegal.complaint"
done < <(grep '^illegal ' "$points")
wait

shopt -s nullglob
complaints=("$scratch"/*.complaint)
if ((${#complaints[@]})); then
  cat "${complaints[@]}"
  echo "lint: ${#complaints[@]} of $count elaborations, $illegal illegal points or Yosys runs failed"
  exit 1
fi
echo "lint: ${#modules[@]} modules, $count elaborations clean, $illegal illegal points refused, Yosys accepts the top"
