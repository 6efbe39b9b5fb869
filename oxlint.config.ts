import { defineConfig, type OxlintConfig } from 'oxlint'

// The order of the house: base → ground floor → rooms → front and bridges → app.
const groundFloor = ['people', 'members', 'safeguarding']

type Pattern = { group: string[]; message: string; allowTypeImports?: true }

/** Everything behind a # is closed, but for what is named. In a pattern, ! lets through. */
const closedBut = (...open: string[]) => ['\\#*/**', ...open.map((path) => `!\\#${path}`)]

const climbing = {
  group: ['../**'],
  message: 'Leave a folder by its name (#people/index.ts), not by climbing (../).',
}
const base = {
  group: closedBut('base/**', 'locales/**'),
  message: 'base/ serves every room and knows none.',
}
const room = {
  group: closedBut('base/**', ...groundFloor.map((name) => `${name}/index.ts`)),
  message: 'A room leans on base/ and, through the door, on the ground floor. On nothing else.',
}
const above = {
  group: closedBut('base/**', 'front/**', 'bridges/**', 'look/**', '*/index.ts'),
  message: 'Enter a room by its door: #room/index.ts.',
}
const pure: Pattern = {
  group: ['**', '!\\#base/result.ts', '!\\#base/time.ts', '!./rules.ts', '!./*.rules.ts'],
  message: 'rules.ts decides. It does not fetch, send, render or wait.',
  allowTypeImports: true,
}
const speechless: Pattern = {
  group: ['hono', 'hono/**', './*views.tsx', './*routes.tsx'],
  message: 'Only routes.tsx speaks HTTP.',
  allowTypeImports: true,
}
const handed: Pattern = {
  group: ['./*actions.ts', './*queries.ts', 'kysely', 'kysely/**'],
  message: 'views.tsx shows what it is handed.',
  allowTypeImports: true,
}

// One ! that lets an import through silences every other pattern of the list: use one at a time.
const imports = (...patterns: Pattern[]): NonNullable<OxlintConfig['rules']> => ({
  'typescript/no-restricted-imports': ['error', { patterns: [climbing, ...patterns] }],
})

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'jsx-a11y', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  settings: { 'jsx-a11y': { attributes: { for: ['for'] } } },
  ignorePatterns: ['tests/fence/**'],
  rules: {
    'import/no-cycle': 'error',
    // Safari forgets that a list without bullets is a list, and older phones do not know <search>.
    'jsx-a11y/no-redundant-roles': 'off',
    'jsx-a11y/prefer-tag-over-role': 'off',
    'import/no-unassigned-import': 'off',
    'import/no-named-as-default-member': 'off',
    'vitest/valid-expect': ['error', { maxArgs: 2 }],
    // Whatever goes out goes through base/egress.ts, which refuses addresses that are not public.
    'no-restricted-globals': ['error', { name: 'fetch', message: 'Use #base/egress.ts.' }],
    'max-lines': ['error', { max: 300 }],
    'max-lines-per-function': ['error', { max: 60 }],
    'max-depth': ['error', 3],
    complexity: ['error', 10],
    ...imports(room),
  },
  overrides: [
    { files: ['src/*/{,*.}data.ts'], rules: { 'max-lines': 'off' } },
    { files: ['src/base/**'], rules: imports(base) },
    { files: ['src/*/{,*.}rules.ts'], rules: imports(pure) },
    { files: ['src/*/{,*.}{actions,queries,forms}.ts'], rules: imports(speechless, room) },
    { files: ['src/*/{,*.}views.tsx'], rules: imports(handed, room) },
    { files: ['src/front/**', 'src/bridges/**', 'src/*.{ts,tsx}'], rules: imports(above) },
    { files: ['src/front/{,*.}{actions,forms}.ts'], rules: imports(speechless, above) },
    { files: ['src/front/{,*.}views.tsx'], rules: imports(handed, above) },
    {
      files: ['**/*.test.{ts,tsx}', 'tests/**/*.ts', 'bench/**/*.{ts,tsx}'],
      rules: {
        'typescript/no-restricted-imports': 'off',
        'max-lines': 'off',
        'max-lines-per-function': 'off',
        'max-depth': 'off',
        complexity: 'off',
        'no-restricted-globals': 'off',
        'unicorn/consistent-function-scoping': 'off',
        // A walk through a browser expects in the functions that it walks with.
        'vitest/expect-expect': 'off',
        'vitest/no-conditional-expect': 'off',
      },
    },
  ],
})
