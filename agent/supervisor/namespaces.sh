#!/bin/sh
# First process of a run's own namespaces: shows the run what it may see, launches the command, and waits for it. When
# this ends, so does every process in there. How jobs are isolated: docs/adr/0170-jobs-held-apart.md. usage:
# namespaces.sh RUN_DIR -- COMMAND...
# The command's output, environment and refusal are file descriptors 1 to 4, opened by the supervisor.

# Field 22 of a /proc/PID/stat: sets $pid and $start_time. Descriptor 7 is the host's /proc, whose pids the agent knows.
identify() {
  read -r line < /proc/self/fd/7/self/stat || return 1
  pid=${line%% *}
  line=${line##*) }
  set -- $line
  start_time=${20}
}

dir=$1
shift 2
. "${0%/*}/limits.sh"
trap '' HUP INT QUIT TERM
exec 7< /proc 6<> "$dir/leader" || exit 125
identify && printf '%s %s\n' "$pid" "$start_time" 1<> "$dir/first" || exit 125
mount -a -T "$dir/mounts" >&2 || exit 125
cd "$dir/root" && pivot_root . . && umount -l . && cd / || exit 125
# What the shell says of how the command ended is no output of the run.
exec 5>&2 2> /dev/null
(
  trap - HUP INT QUIT TERM
  limit_command
  exec 2>&5 5>&-
  identify && printf '%s %s\n' "$pid" "$start_time" >&6 || exit 125
  exec "$@" 6>&- 7<&-
)
exit
