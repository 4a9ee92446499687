/**
 * What starts an agent, in a clone of the repository on the host: the token is read from a file, since what is on a
 * command line is seen by everybody on the host.
 */
export const joinCommand = (gateway: string): string =>
  [
    'umask 077 && cat > "$HOME/join-token"   # paste the token, Enter, Ctrl-D',
    `BERTH_GATEWAY_URL=${gateway} BERTH_JOIN_TOKEN_FILE="$HOME/join-token" npm run agent`,
  ].join('\n');
