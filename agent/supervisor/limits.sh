# Read by supervise.sh and namespaces.sh: what the process that becomes a run's command takes upon itself.
# The environment says how many processes and threads it may have: MOST_PROCESSES, where 0 or nothing is no limit.
limit_command() {
  # bash and dash name it differently
  [ "${MOST_PROCESSES:-0}" = 0 ] || ulimit -u "$MOST_PROCESSES" 2> /dev/null || ulimit -p "$MOST_PROCESSES" 2> /dev/null
  # where memory runs out, the kernel ends jobs before the platform (proc_pid_oom_score_adj(5))
  read -r adjustment < /proc/self/oom_score_adj || return 0
  adjustment=$((adjustment + 500))
  [ "$adjustment" -le 1000 ] || adjustment=1000
  { echo "$adjustment" > /proc/self/oom_score_adj; } 2> /dev/null
}
