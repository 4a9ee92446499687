import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { baseUrlOf } from './base-url.js';
import type { Route } from './server.js';
import { staticFiles, type StaticFile } from './static-files.js';

export const CLIENTS_PATH = '/cli/';

const PACKAGE = 'berth.tgz';
/** Where the build of the command line is, in a clone and in the image. */
const BUILD = fileURLToPath(new URL('../../../clients/cli/dist/bundle/', import.meta.url));
/** Nothing of it is a page. */
const POLICY = "default-src 'none'; frame-ancestors 'none'";

/**
 * `/cli/`: the command line that fits this gateway, with its checksum and a script that installs it: versions agree, and
 * an installation without a way to the internet has it too.
 * @param build where the package is, and its checksum beside it
 */
export function clientDownloadsRoute(publicUrl: string | undefined, build = BUILD): Route {
  const isBuilt = existsSync(build + PACKAGE);
  // now, so that a later build doesn't part it from its checksum
  const files = staticFiles(
    CLIENTS_PATH,
    isBuilt
      ? {
          [PACKAGE]: fileOf('application/gzip', readFileSync(build + PACKAGE)),
          [`${PACKAGE}.sha256`]: text(readFileSync(`${build}${PACKAGE}.sha256`, 'utf8')),
        }
      : {},
    POLICY,
  );
  return (request, response, trace) => {
    const url = baseUrlOf(request, publicUrl);
    const made = { '': text(isBuilt ? usage(url) : NOT_BUILT), 'install.sh': text(installScript(url)) };
    const name = (request.url ?? '').slice(CLIENTS_PATH.length);
    const route = Object.hasOwn(made, name) ? staticFiles(CLIENTS_PATH, made, POLICY) : files;
    return route(request, response, trace);
  };
}

const fileOf = (type: string, content: string | Buffer): StaticFile => ({ type, read: () => content });
const text = (content: string): StaticFile => fileOf('text/plain; charset=utf-8', content);

const NOT_BUILT = 'The command line has not been built: npm run build makes it.\n';

const usage = (url: string): string => `curl -fsS ${url}${CLIENTS_PATH}install.sh | sh

or: npm install --global ${url}${CLIENTS_PATH}${PACKAGE}

${PACKAGE}          the program, for Node 22.12 or later
${PACKAGE}.sha256   its checksum
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
mkdir -p "$into/.berth"
new=$(mktemp -d "$into/.berth/.new.XXXXXX")
trap 'rm -rf "$new"' EXIT
curl -fsS "$url${CLIENTS_PATH}${PACKAGE}" -o "$new/${PACKAGE}"
wanted=$(curl -fsS "$url${CLIENTS_PATH}${PACKAGE}.sha256" | cut -d' ' -f1)
found=$(node -e 'console.log(require("node:crypto").createHash("sha256").update(require("node:fs").readFileSync(process.argv[1])).digest("hex"))' "$new/${PACKAGE}")
if [ "$wanted" != "$found" ]; then
  echo "the checksum of ${PACKAGE} is $found, not $wanted; nothing was installed" >&2
  exit 1
fi
tar -xzf "$new/${PACKAGE}" -C "$new"
rm -rf "$into/.berth/$found"
mv "$new/package" "$into/.berth/$found"
ln -s ".berth/$found/berth.cjs" "$new/berth"
mv -f "$new/berth" "$into/berth"
for old in "$into"/.berth/*; do
  [ "$old" = "$into/.berth/$found" ] || rm -rf "$old"
done
echo "installed $into/berth; log in with: berth login $url"
case ":$PATH:" in
  *":$into:"*) ;;
  *) echo "add $into to the PATH" ;;
esac
`;
