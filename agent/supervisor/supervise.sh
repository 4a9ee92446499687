#!/bin/sh
# Supervisor of one run, detached from the agent: it launches the command, stops it when asked or when a limit is
# reached, and writes down how it ended. Files and protocol: docs/adr/0030-shell-supervisor.md.
# usage: supervise.sh RUN_DIR WORK_DIR TIME_LIMIT_S OUTPUT_LIMIT_BYTES GRACE_S CHECK_S ENTER -- COMMAND...
# A limit of 0 is none. ENTER is `directly`, or `namespaces` where COMMAND makes some and writes `leader` itself.
# Must be started as a process group leader, since it ends by killing its own group. The files that it writes were made
# by the agent, filled with blanks, so that a full disk keeps none of them from being written: they are overwritten.

# Fields 5 and 22 of /proc/PID/stat, without a fork: sets $pid, $group and $start_time.
identify() {
  read -r line < "/proc/$1/stat" || return 1
  pid=${line%% *}
  line=${line##*) }
  set -- $line
  group=$3
  start_time=${20}
}

# Whether the process that a file names is still that one: its pid may be another's by now. Sets $pid.
is_alive() {
  read -r known known_start < "$1" && [ -n "$known_start" ] && identify "$known" && [ "$start_time" = "$known_start" ]
}

# Only one supervisor of a run ever gets past this, however many were started.
claim() {
  ln "$dir/claim.reserved" "$dir/pid.json" || return 1
  read -r boot_id < /proc/sys/kernel/random/boot_id
  printf '{"pid":%s,"startTime":%s,"bootId":"%s"}\n' "$pid" "$start_time" "$boot_id" 1<> "$dir/pid.json"
}

# Runs in a subshell that becomes the command. A run without its limits, or one that can't be stopped, is not started.
launch() {
  trap - HUP INT QUIT TERM
  while read -r procs; do
    echo 0 > "$procs" || exit 125
  done < "$dir/cgroups"
  exec >> "$dir/stdout" 2>> "$dir/stderr" 3< "$dir/env" 4<> "$dir/refusal" || exit 125
  umask 022
  if [ "$enter" = directly ]; then
    . "${0%/*}/limits.sh"
    limit_command
    identify self
    printf '%s %s\n' "$pid" "$start_time" 1<> "$dir/leader" || exit 125
  fi
  exec "$@"
}

# Hundredths of a second since boot: a monotonic clock.
read_clock() {
  read -r up _ < /proc/uptime
  now=${up%.*}${up#*.}
}

find_cause() {
  if [ -n "$stop_requested" ] || [ -e "$dir/stop" ]; then
    cause=stopped
  elif [ "$time_limit" -gt 0 ] && [ "$now" -ge "$deadline" ]; then
    cause=timeLimit
  elif [ "$output_limit" -gt 0 ]; then
    # their sizes need no right to read them, which the job may have taken away
    written=0
    for size in $(stat -c %s "$dir/stdout" "$dir/stderr"); do written=$((written + size)); done
    [ "$written" -gt "$output_limit" ] && cause=outputLimit
  fi
}

# SIGTERM to the command's whole group, and SIGKILL once the grace is over. Where the run has namespaces, all that is in
# them ends with the command. Writes are retried until they succeed; stopping does not wait for them.
end_group() {
  [ -n "$noted" ] || { echo "$cause" 1<> "$dir/cause" && noted=1; }
  if [ -z "$kill_at" ]; then
    [ -e "$dir/stop" ] && read -r asked < "$dir/stop" && grace=${asked:-$grace}
    if is_alive "$dir/leader"; then
      kill_at=$((now + grace * 100))
      kill -s TERM -- "-$pid" || kill -s TERM "$pid"
    else
      is_alive "$dir/first" && kill -s KILL "$pid"
      return
    fi
  fi
  [ "$now" -ge "$kill_at" ] && kill_all
}

kill_all() {
  if is_alive "$dir/leader"; then
    kill -s KILL -- "-$pid" || kill -s KILL "$pid"
  else
    is_alive "$dir/first" && kill -s KILL "$pid"
  fi
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

# Writes its identity before it checks for a stop for the first time: an agent that finds no identity need not signal
# it. SIGUSR2 is a stop that could not be written to disk. Where the process that waits is gone, it kills the command
# and itself.
control() {
  cause='' kill_at='' sleeper='' woken='' stop_requested='' noted=''
  trap 'woken=1; [ -n "$sleeper" ] && kill -s KILL "$sleeper"' USR1
  trap 'woken=1 stop_requested=1; [ -n "$sleeper" ] && kill -s KILL "$sleeper"' USR2
  identify self
  printf '%s %s\n' "$pid" "$start_time" 1<> "$dir/controller"
  read_clock
  deadline=$((now + time_limit * 100))
  while identify "$waiter" && [ "$start_time" = "$waiter_start" ]; do
    woken=
    read_clock
    [ -z "$cause" ] && find_cause
    [ -n "$cause" ] && end_group
    pause
  done
  kill_all
  kill -s KILL 0
}

main() {
  dir=$1 work=$2 time_limit=$3 output_limit=$4 grace=$5 check=$(($6 * 100)) enter=$7
  shift 8
  umask 077
  trap '' HUP INT QUIT TERM
  exec < /dev/null 2> /dev/null
  identify $$
  [ "$group" = "$pid" ] || exit 64
  waiter=$pid waiter_start=$start_time
  claim || exit 0
  control &
  if [ -e "$dir/stop" ]; then
    echo stopped 1<> "$dir/cause"
    exit_code=143
  else
    (launch "$@")
    exit_code=$?
  fi
  # The process group of a leader that is gone still belongs to the command, unless its pid has been reused.
  read -r leader _ < "$dir/leader"
  [ -n "$leader" ] && ! [ -e "/proc/$leader" ] && kill -s KILL -- "-$leader"
  read -r cause < "$dir/cause"
  case $cause in
    stopped | timeLimit | outputLimit) ;;
    *) cause=exited ;;
  esac
  until printf '{"exitCode":%s,"cause":"%s"}\n' "$exit_code" "$cause" 1<> "$dir/status.reserved" &&
    mv "$dir/status.reserved" "$dir/status.json"; do
    sleep 1
  done
  kill -s KILL 0
}

main "$@"
exit
