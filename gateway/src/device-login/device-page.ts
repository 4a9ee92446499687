import type { DeviceLoginView } from '@berth/contracts/auth/views';

/** What the page says. */
export type PageContent =
  | {
      readonly kind: 'ask';
      readonly code: string;
      readonly login?: string;
      /** Of a user who has logged in on this page already. */
      readonly token?: string;
      readonly problem?: { readonly field: 'code' | 'login' | 'page'; readonly message: string };
    }
  | {
      readonly kind: 'confirm';
      readonly code: string;
      readonly token: string;
      readonly username: string;
      readonly request: DeviceLoginView;
    }
  | { readonly kind: 'done'; readonly approved: boolean; readonly client: string };

export const STYLE = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 28rem; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; }
label { display: block; font-weight: 600; margin-top: 1rem; }
input { box-sizing: border-box; font: inherit; margin-top: 0.25rem; padding: 0.5rem; width: 100%; }
.code { font-family: ui-monospace, monospace; letter-spacing: 0.1em; }
button { font: inherit; margin: 1.5rem 0.5rem 0 0; min-height: 2.75rem; padding: 0.5rem 1.25rem; }
:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
.problem { border: 2px solid; border-left-width: 0.75rem; padding: 0.5rem 1rem; }
dt { font-weight: 600; }
dd { margin: 0 0 0.5rem; overflow-wrap: anywhere; }
`;

/** The page in which people let a program in: forms alone, without a script. */
export function devicePage(content: PageContent): string {
  switch (content.kind) {
    case 'ask':
      return ask(content);
    case 'confirm':
      return confirm(content);
    case 'done':
      return done(content);
  }
}

function ask({ code, login = '', token, problem }: Extract<PageContent, { kind: 'ask' }>): string {
  const invalid = (field: string): string =>
    problem?.field === field ? ' aria-invalid="true" aria-describedby="problem"' : '';
  const first =
    problem?.field === 'login' ? 'login' : code === '' || problem?.field === 'code' ? 'code' : 'login';
  const focus = (field: string): string => (field === first ? ' autofocus' : '');
  return page(
    `${problem ? 'Error: ' : ''}Log a program in`,
    `${problem ? `<p class="problem" id="problem" role="alert">${escaped(problem.message)}</p>\n` : ''}<p>A program such as <code>berth</code> shows a code. Enter it here to log the program in as yourself.</p>
<form method="post" action="device">
<label for="code">Code</label>
<input class="code" id="code" name="code" value="${escaped(code)}" required maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="WDJB-MJHT"${invalid('code')}${focus('code')}>
${
  token === undefined
    ? `<label for="login">User name or e-mail address</label>
<input id="login" name="login" value="${escaped(login)}" required maxlength="254" autocomplete="username" autocapitalize="none" spellcheck="false"${invalid('login')}${focus('login')}>
<label for="password">Password</label>
<input id="password" name="password" type="password" required maxlength="256" autocomplete="current-password"${invalid('login')}>`
    : hidden('token', token)
}
<button>Continue</button>
</form>`,
  );
}

function confirm({ code, token, username, request }: Extract<PageContent, { kind: 'confirm' }>): string {
  const { client, network, requestedAt } = request;
  return page(
    'Let this program in?',
    `<dl>
<dt>Program</dt><dd>${escaped(client)}</dd>
<dt>Asks from</dt><dd>${escaped(network ?? 'an unknown address')}</dd>
<dt>Asked at</dt><dd><time datetime="${escaped(requestedAt)}">${escaped(requestedAt.slice(0, 19).replace('T', ' '))} UTC</time></dd>
<dt>Code</dt><dd class="code">${escaped(code)}</dd>
</dl>
<p>Approve only if you have started this program yourself and it shows this code. It can then do everything that <strong>${escaped(username)}</strong> may do, until you end its session.</p>
<form method="post" action="device">
${hidden('code', code)}
${hidden('token', token)}
<button name="decision" value="approve">Approve</button>
<button name="decision" value="deny">Deny</button>
</form>`,
  );
}

const done = ({ approved, client }: Extract<PageContent, { kind: 'done' }>): string =>
  page(
    approved ? 'The program is logged in' : 'The program was refused',
    `<p role="status">${escaped(client)} ${approved ? 'goes on by itself within seconds' : 'gets no access'}. You can close this page; you are logged out of it.</p>`,
  );

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Berth</title>
<link rel="stylesheet" href="device/style.css">
</head>
<body>
<main>
<h1>${title.replace(/^Error: /, '')}</h1>
${body}
</main>
</body>
</html>
`;

const hidden = (name: string, value: string): string =>
  `<input type="hidden" name="${name}" value="${escaped(value)}">`;

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
