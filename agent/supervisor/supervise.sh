#!/bin/sh
# Supervisor of one run, detached from the agent: it launches the command in a session of its own, stops it when asked
# or when a limit is reached, and writes down how it ended. Files and protocol: docs/adr/0030-shell-supervisor.md.
# usage: supervise.sh RUN_DIR WORK_DIR TIME_LIMIT_S OUTPUT_LIMIT_BYTES GRACE_S CHECK_S SETSID -- COMMAND...
# A limit of 0 is none. Must be started as a process group leader, since it ends by killing its own group.

# Fields 5 and 22 of /proc/PID/stat, without a fork: sets $pid, $group and $start_time.
identify() {
  read -r line < "/proc/$1/stat" || return 1
  pid=${line%% *}
  line=${line##*) }
  set -- $line
  group=$3
  start_time=${20}
}

# Only one supervisor of a run ever gets past this, however many were started.
claim() {
  read -r boot_id < /proc/sys/kernel/random/boot_id
  set -C
  printf '{"pid":%s,"startTime":%s,"bootId":"%s"}\n' "$pid" "$start_time" "$boot_id" > "$dir/pid.json" || return 1
  set +C
}

# Runs in a subshell that becomes the command. Once env.sh is read any variable may have changed: only "$@" is used.
launch() {
  trap - HUP INT QUIT TERM
  while read -r procs; do
    echo 0 > "$procs" || exit 125
  done < "$dir/cgroups"
  exec >> "$dir/stdout" 2>> "$dir/stderr"
  cd "$work" || exit 126
  identify self
  printf '%s %s\n' "$pid" "$start_time" > "$dir/leader"
  umask 022
  . "$dir/env.sh"
  exec "$@"
}

# Hundredths of a second since boot: a clock that nobody sets.
read_clock() {
  read -r up _ < /proc/uptime
  now=${up%.*}${up#*.}
}

find_cause() {
  if [ -e "$dir/stop" ]; then
    cause=stopped
  elif [ "$time_limit" -gt 0 ] && [ "$now" -ge "$deadline" ]; then
    cause=timeLimit
  elif [ "$output_limit" -gt 0 ]; then
    out=$(wc -c < "$dir/stdout")
    err=$(wc -c < "$dir/stderr")
    [ $((${out:-0} + ${err:-0})) -gt "$output_limit" ] && cause=outputLimit
  fi
  [ -n "$cause" ] && echo "$cause" > "$dir/cause"
}

# SIGTERM to the whole group, and SIGKILL once the grace is over.
end_group() {
  read -r leader _ < "$dir/leader" || return
  if [ -z "$kill_at" ]; then
    [ -e "$dir/stop" ] && read -r grace < "$dir/stop"
    kill_at=$((now + grace * 100))
    kill -s TERM -- "-$leader" || kill -s TERM "$leader"
  fi
  [ "$now" -ge "$kill_at" ] && { kill -s KILL -- "-$leader" || kill -s KILL "$leader"; }
}

# Sleeps until something is due; SIGUSR1 wakes it, also when it comes before the sleep has begun.
pause() {
  left=$check
  if [ -n "$kill_at" ]; then
    [ "$now" -lt "$kill_at" ] && left=$((kill_at - now))
  elif [ -n "$cause" ]; then
    left=5
  elif [ "$time_limit" -gt 0 ] && [ $((deadline - now)) -lt "$left" ]; then
    left=$((deadline - now))
  fi
  hundredths=$((left % 100))
  [ "$hundredths" -lt 10 ] && hundredths=0$hundredths
  sleep "$((left / 100)).$hundredths" &
  sleeper=$!
  [ -n "$woken" ] && kill -s KILL "$sleeper"
  wait "$sleeper"
  sleeper=
}

# Says who it is before it looks for a stop for the first time: an agent that finds nobody to wake need not wake it.
control() {
  cause='' kill_at='' sleeper='' woken=''
  trap 'woken=1; [ -n "$sleeper" ] && kill -s KILL "$sleeper"' USR1
  identify self
  printf '%s %s\n' "$pid" "$start_time" > "$dir/controller"
  read_clock
  deadline=$((now + time_limit * 100))
  while :; do
    woken=
    read_clock
    [ -z "$cause" ] && find_cause
    [ -n "$cause" ] && end_group
    pause
  done
}

main() {
  dir=$1 work=$2 time_limit=$3 output_limit=$4 grace=$5 check=$(($6 * 100))
  shift 6
  umask 077
  trap '' HUP INT QUIT TERM
  exec < /dev/null 2> /dev/null
  identify $$
  [ "$group" = "$pid" ] || exit 64
  claim || exit 0
  control &
  if [ -e "$dir/stop" ]; then
    echo stopped > "$dir/cause"
    exit_code=143
  else
    (launch "$@")
    exit_code=$?
  fi
  read -r leader _ < "$dir/leader" && kill -s KILL -- "-$leader"
  cause=exited
  [ -e "$dir/cause" ] && read -r cause < "$dir/cause"
  # A full disk must not lose how the run ended.
  until printf '{"exitCode":%s,"cause":"%s"}\n' "$exit_code" "$cause" > "$dir/status.tmp" &&
    mv "$dir/status.tmp" "$dir/status.json"; do
    sleep 1
  done
  kill -s KILL 0
}

main "$@"
exit
