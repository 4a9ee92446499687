import graphql from '@graphql-eslint/eslint-plugin';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';
import { rejectionNumbers } from './scripts/lint/rejection-numbers.mjs';

/** What the compiler and the formatter don't see. Rules that need types are few, because each costs time on every run. */
export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'data/**', 'coverage/**', '**/generated/**'] },
  {
    // the public schema, by the conventions of GraphQL and Relay
    files: ['gateway/schema.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: 'gateway/schema.graphql' } },
    },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,
      // values such as a window or a limit have no identity; what has one is a Node
      '@graphql-eslint/strict-id-in-types': 'off',
      // short lists that never grow with history are lists, and lists of values have no nodes
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
      // `username` is the field's own word, not a repetition of the type's name
      '@graphql-eslint/no-typename-prefix': 'off',
    },
  },
  { extends: [tseslint.configs.strict, tseslint.configs.stylistic], files: ['**/*.{js,mjs,cjs,ts,tsx}'] },
  {
    files: ['**/*.{js,mjs,cjs,ts,tsx}'],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      // matters of taste that the code has no one answer to
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/consistent-generic-constructors': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      // `private` is for what a constructor takes; the language itself hides the rest
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ":matches(PropertyDefinition, AccessorProperty, MethodDefinition[kind!='constructor'])[accessibility=/^(private|protected)$/]",
          message: 'Name a private member #like this; private is for parameters of constructors.',
        },
      ],
    },
  },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['**/src/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { berth: { rules: { 'rejection-numbers': rejectionNumbers } } },
    rules: {
      'berth/rejection-numbers': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: ['describe', 'it', 'test'] },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // a lab's page comes by plain http from another machine: there these are not
    files: ['clients/console/src/**/*.{ts,tsx}'],
    ignores: ['clients/console/src/design/copy-text.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'crypto',
          property: 'randomUUID',
          message: 'Not there by plain http: use getRandomValues.',
        },
        { object: 'crypto', property: 'subtle', message: 'Not there by plain http.' },
        { object: 'navigator', property: 'clipboard', message: 'Not there by plain http: use copyText.' },
      ],
    },
  },
  {
    // texts come from the catalogues, in four languages; directions are those of the language
    files: ['clients/console/src/**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXText[value=/\\p{L}/u]',
          message: 'Texts for people come from the catalogues: t(key).',
        },
        {
          selector:
            'JSXAttribute[name.name=/^(aria-label|aria-description|title|placeholder|label|help|alt|submit)$/] > Literal[value=/\\p{L}/u]',
          message: 'Texts for people come from the catalogues: t(key).',
        },
        {
          selector:
            ':matches(Literal[value=/(^|[\\s:])-?(m[lr]|p[lr]|left|right|border-[lr]|rounded-[lr]|text-(left|right))(-|$|\\s)/], TemplateElement[value.raw=/(^|[\\s:])-?(m[lr]|p[lr]|left|right|border-[lr]|rounded-[lr]|text-(left|right))(-|$|\\s)/])',
          message: 'Use logical sides: ms- me- ps- pe- start- end- text-start text-end.',
        },
      ],
    },
  },
  {
    // of the plugin's rules those that find tests which are never run or can't fail
    files: ['**/*.test.ts', '**/*.test.mjs', '**/*.contract.ts'],
    plugins: { jest },
    rules: {
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/no-identical-title': 'error',
      'jest/no-done-callback': 'error',
      'jest/no-standalone-expect': 'error',
      'jest/valid-describe-callback': 'error',
      'jest/valid-title': ['error', { ignoreTypeOfTestName: true, ignoreTypeOfDescribeName: true }],
    },
  },
  {
    // tests know what is there; numeric code knows its bounds
    files: ['**/*.test.ts', 'recipes/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
