/**
 * Which folders of a program may import which others. A list goes from the ground up: a folder imports only from those
 * before it; those in brackets stand side by side and do not import each other. A folder that is not listed is refused.
 */
const LAYERS = {
  'services/scheduler/src': [
    ['calendar', 'facts'],
    'placement',
    'queue',
    'jobs',
    'dispatch',
    'reservations',
    'simulation',
  ],
  'services/auth/src': [
    ['claim', 'keyring', 'password'],
    'user',
    ['preferences', 'project', 'roster', 'session'],
    ['account', 'api-token', 'device-login'],
    ['admin', 'history', 'processes'],
  ],
  'services/inventory/src': [
    'facts',
    'pool',
    ['host', 'join-token'],
    'grant',
    'access',
    'operations',
    ['join', 'liveness'],
  ],
  'services/billing/src': ['access', 'price', 'rating', 'lease', 'charge', 'usage'],
  'services/telemetry/src': ['archive', 'search', 'jobs', ['intake', 'logs'], 'samples', 'maintenance'],
  'gateway/src': [
    ['graphql', 'trace'],
    ['limits', 'callers'],
    'http',
    // features that others build on
    'accounts',
    'projects',
    'hosts',
    'jobs',
    ['audit', 'policy', 'reservations'],
    'live',
    // features that know nothing of each other
    [
      'billing',
      'calendar-feeds',
      'console',
      'device-login',
      'pending',
      'requests',
      'search',
      'simulation',
      'waitlist',
      'workflows',
    ],
    'graphql-server',
    'rest',
  ],
  'agent/src': [['devices', 'executors'], 'logs', 'bus', 'runs', ['host', 'join', 'usage']],
};

/** They put together what the folders hold: the schema of all features, and what each request is given. */
const COMPOSITION = '^gateway/src/graphql/(schema|context)\\.ts$';

/** These decide by what they are given. */
const PURE = ['^services/scheduler/src/(calendar|placement)/'];
const IO = [
  '^node_modules/(@nestjs|@nats-io|pino|rxjs)',
  '^shared/(bus|service-host|event-store[^/]*|read-models[^/]*|nats-trust|tracing|testing)/',
];

const orOf = (names) => `(${names.join('|')})`;

/** @param tests what is not held to the rules: a test may set up whatever it likes */
function rulesOf(tests) {
  return [
    ...Object.entries(LAYERS).flatMap(([root, layers]) => layerRules(root, layers, tests)),
    {
      name: 'pure-folders',
      severity: 'error',
      comment:
        'The calendar decides and placement plans on what they are given: no store, bus, file or clock.',
      from: { path: PURE, pathNot: tests },
      // the shape of a decider itself
      to: { path: IO, pathNot: '^shared/service-host/dist/decider\\.' },
    },
    {
      name: 'pure-folders-without-node',
      severity: 'error',
      comment: 'As above, for what Node.js brings.',
      from: { path: PURE, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
  ];
}

function layerRules(root, layers, tests) {
  const known = orOf(layers.flat());
  const below = [];
  const rules = layers.flatMap((layer) => {
    const folders = [layer].flat().map((folder) => {
      const allowed = orOf([folder, ...below]);
      return {
        name: `${root}/${folder}`,
        severity: 'error',
        comment: `It imports only from itself and from below: ${below.join(', ') || 'nothing'}.`,
        from: { path: `^${root}/${folder}/`, pathNot: [...tests, COMPOSITION] },
        to: { path: `^${root}/([^/]+/|(build|main)\\.ts$)`, pathNot: `^${root}/${allowed}/` },
      };
    });
    below.push(...[layer].flat());
    return folders;
  });
  const unknown = {
    name: `${root}: listed folders`,
    severity: 'error',
    comment: 'A new folder goes into one of those that are listed, or into the list.',
    from: { path: `^${root}/[^/]+/`, pathNot: [...tests, `^${root}/${known}/`] },
    to: { path: '.' },
  };
  return [...rules, unknown];
}

module.exports = { LAYERS, rulesOf };
