# Read by supervise.sh and namespaces.sh: the limits of the process that execs a run's command. The environment says how
# many processes and threads it may have: MAX_PROCESSES, where 0 or nothing is no limit.
limit_command() {
  # bash and dash name it differently
  [ "${MAX_PROCESSES:-0}" = 0 ] || ulimit -u "$MAX_PROCESSES" 2> /dev/null || ulimit -p "$MAX_PROCESSES" 2> /dev/null
  # where memory runs out, the kernel ends jobs before the platform (proc_pid_oom_score_adj(5))
  read -r adjustment < /proc/self/oom_score_adj || return 0
  adjustment=$((adjustment + 500))
  [ "$adjustment" -le 1000 ] || adjustment=1000
  { echo "$adjustment" > /proc/self/oom_score_adj; } 2> /dev/null
}
