import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { baseUrlOf } from './base-url.js';
import type { Route } from './server.js';
import { staticFiles, type StaticFile } from './static-files.js';

export const CLIENTS_PATH = '/cli/';

const PROGRAM = 'berth.cjs';
/** Where the build of the command line is, in a clone and in the image. */
const BUILD = new URL('../../../clients/cli/dist/', import.meta.url);
/** Nothing of it is a page. */
const POLICY = "default-src 'none'; frame-ancestors 'none'";

/**
 * `/cli/`: the command line that fits this gateway, with its checksum and a script that installs it: versions agree, and
 * an installation without a way to the internet has it too.
 */
export function clientDownloadsRoute(publicUrl: string | undefined): Route {
  const build = fileURLToPath(BUILD);
  const isBuilt = existsSync(build + PROGRAM);
  const names = isBuilt ? [PROGRAM, `${PROGRAM}.sha256`] : [];
  const files = staticFiles(
    CLIENTS_PATH,
    Object.fromEntries(names.map((name) => [name, text(() => readFileSync(build + name))])),
    POLICY,
  );
  return (request, response, trace) => {
    const url = baseUrlOf(request, publicUrl);
    const made = {
      '': text(() => (isBuilt ? usage(url) : NOT_BUILT)),
      'install.sh': text(() => installScript(url)),
    };
    const name = (request.url ?? '').slice(CLIENTS_PATH.length);
    const route = Object.hasOwn(made, name) ? staticFiles(CLIENTS_PATH, made, POLICY) : files;
    return route(request, response, trace);
  };
}

const text = (read: () => string | Buffer): StaticFile => ({ type: 'text/plain; charset=utf-8', read });

const NOT_BUILT = 'The command line has not been built: npm run build makes it.\n';

const usage = (url: string): string => `curl -fsS ${url}${CLIENTS_PATH}install.sh | sh

${PROGRAM}          the program, for Node 22.12 or later
${PROGRAM}.sha256   its checksum
install.sh         puts it into ~/.local/bin, or into $BERTH_INSTALL
`;

/** What the shell reads, whatever the URL holds. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const installScript = (publicUrl: string): string => `#!/bin/sh
# Installs the command line of this gateway: curl -fsS URL/cli/install.sh | sh
set -eu
url=\${BERTH_URL:-${quoted(publicUrl)}}
into=\${BERTH_INSTALL:-$HOME/.local/bin}
if ! node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 22 || (major == 22 && minor >= 12) ? 0 : 1)' 2>/dev/null; then
  echo 'berth needs Node 22.12 or later in the PATH' >&2
  exit 1
fi
mkdir -p "$into"
new=$(mktemp "$into/.berth.XXXXXX")
trap 'rm -f "$new"' EXIT
curl -fsS "$url${CLIENTS_PATH}${PROGRAM}" -o "$new"
wanted=$(curl -fsS "$url${CLIENTS_PATH}${PROGRAM}.sha256" | cut -d' ' -f1)
found=$(node -e 'console.log(require("node:crypto").createHash("sha256").update(require("node:fs").readFileSync(process.argv[1])).digest("hex"))' "$new")
if [ "$wanted" != "$found" ]; then
  echo "the checksum of ${PROGRAM} is $found, not $wanted; nothing was installed" >&2
  exit 1
fi
chmod 755 "$new"
mv "$new" "$into/berth"
echo "installed $into/berth; log in with: berth login $url"
case ":$PATH:" in
  *":$into:"*) ;;
  *) echo "add $into to the PATH" ;;
esac
`;
