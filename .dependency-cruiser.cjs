/** Who may import whom: what architecture says and the compiler does not check. */

const { rulesOf } = require('./.dependency-cruiser.folders.cjs');

const ADAPTERS = '^shared/(event-store-sqlite|event-store-kurrentdb|read-models-sqlite|read-models-mongo)/';
const TESTS =
  '(\\.(test|fixtures|contract)\\.ts$|/testing(/|\\.ts$)|/test-[^/]+\\.ts$|^shared/testing/|^tests/|^bench/|\\.test\\.mjs$|^scripts/launcher/fixtures/)';
/** Decisions, events and commands, and the file of an aggregate, which is named as its folder is. */
const DOMAIN = ['^services/.+/([a-z-]+)/\\1\\.ts$', '^services/.+\\.(decider|events|commands)\\.ts$'];

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'What imports in a circle can only be understood, tested and loaded as one.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'Decisions are functions of what they are given: no framework, bus, store, file or clock.',
      from: { path: DOMAIN, pathNot: ['\\.test\\.ts$', '/facts/'] },
      to: {
        path: [
          '^node_modules/(@nestjs|@nats-io|pino|rxjs)',
          '^shared/(bus|service-host|event-store-[^/]+|read-models[^/]*|nats-trust|testing)/',
          '^(node:)?(fs|net|http|https|child_process|os|worker_threads|timers|dgram|tls|cluster)(/|$)',
          '\\.(controller|module|view|queries)\\.ts$',
        ],
        // the shape of a decider itself
        pathNot: '^shared/service-host/dist/decider\\.',
      },
    },
    {
      name: 'service-not-service',
      severity: 'error',
      comment: 'Services meet on the bus, by contracts.',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'edges-not-services',
      severity: 'error',
      comment: 'The gateway and the agent know contracts, not the services behind them.',
      from: { path: '^(gateway|agent)/' },
      to: { path: '^(services/|gateway/|agent/)', pathNot: '^$1/' },
    },
    {
      name: 'clients-by-their-interface',
      severity: 'error',
      comment: 'A client is installed alone, and knows the platform by what its API says.',
      from: { path: '^clients/([^/]+)/', pathNot: TESTS },
      to: { path: '^(shared|services|gateway|agent|clients)/', pathNot: '^clients/$1/' },
    },
    {
      name: 'ports-not-adapters',
      severity: 'error',
      comment: 'Which store it is, is decided by a URL in shared/service-host.',
      from: { path: '^(services|gateway|agent)/', pathNot: TESTS },
      to: { path: ADAPTERS },
    },
    {
      name: 'nest-at-the-edge',
      severity: 'error',
      comment: 'Nest wires and receives; what is decided and stored does not know it.',
      from: { path: '^services/', pathNot: ['/main\\.ts$', '\\.(module|controller)\\.ts$', TESTS] },
      to: { path: '^node_modules/@nestjs/' },
    },
    {
      name: 'testing-in-tests-only',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { path: '^shared/(testing/|[^/]+/(src|dist)/testing/)' },
    },
    {
      name: 'scripts-stand-alone',
      severity: 'error',
      comment: 'The launcher runs before anything is installed.',
      from: { path: '^scripts/', pathNot: TESTS },
      to: { path: '^node_modules/' },
    },
    {
      name: 'declared-dependencies',
      severity: 'error',
      comment: 'What a package imports stands in its own package.json.',
      from: { path: '/src/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    ...rulesOf([TESTS]),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: '^(data|docs)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
