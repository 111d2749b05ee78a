// Which file may import which, types included: `npm run check:imports`.
// functions → features → accounts → rate-limits → aws; infra imports functions and shared.

/** No file of `from` may import one of `to`. Paths are regular expressions, from the root. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const DOCS = '(^|/|\\.)docs\\.ts$'
const MIDDY_OR_AWS = 'node_modules/(@middy|@aws-sdk)/'
const LAMBDA_TYPES = 'node_modules/@types/aws-lambda/|^aws-lambda$'
const LOCAL_STACK = '^infra/local/|^@user-api/local-stack'
const OURS = '^(functions|infra|shared|test)/'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    forbid(
      'no-file-circle',
      'Files that import each other belong together.',
      {},
      { circular: true },
    ),
    {
      ...forbid(
        'no-folder-circle',
        'Folders import each other in one direction only. A folder includes its subfolders.',
        { pathNot: '^test(/|$)' },
        { circular: true },
      ),
      scope: 'folder',
    },
    forbid(
      'functions-import-shared',
      'A function imports shared/, and reaches middy and AWS through it.',
      { path: '^functions/', pathNot: DOCS },
      { path: `^(functions|infra|test)/|${MIDDY_OR_AWS}` },
    ),
    forbid(
      'shared-imports-shared',
      'shared/ imports nothing of ours outside of shared/.',
      { path: '^shared/' },
      { path: OURS, pathNot: '^shared/' },
    ),
    forbid(
      'features-know-no-http',
      'A feature knows neither HTTP nor events nor middy.',
      { path: '^shared/', pathNot: '^shared/(http|workers)/' },
      { path: `^shared/(http|workers)/|node_modules/@middy/|${LAMBDA_TYPES}` },
    ),
    forbid(
      'accounts-below-features',
      'Features stand on shared/accounts/, which imports shared/rate-limits/ and shared/aws/ only.',
      { path: '^shared/accounts/' },
      { path: '^shared/[^/]+/', pathNot: '^shared/(accounts|rate-limits|aws)/' },
    ),
    forbid(
      'rate-limits-below-accounts',
      'shared/rate-limits/ imports shared/aws/ only.',
      { path: '^shared/rate-limits/' },
      { path: '^shared/[^/]+/', pathNot: '^shared/(rate-limits|aws)/' },
    ),
    forbid(
      'aws-is-lowest',
      'shared/aws/ imports no other folder.',
      { path: '^shared/aws/' },
      { path: '^shared/[^/]+/', pathNot: '^shared/aws/' },
    ),
    forbid(
      'docs-are-not-bundled',
      'What documents a route or a feature never runs on Lambda.',
      { path: '^(functions|shared)/', pathNot: DOCS },
      { path: DOCS },
    ),
    forbid(
      'zod-mini-on-lambda',
      'What runs on Lambda imports zod/mini, which has a fifth of the code.',
      { path: '^(functions|shared)/' },
      { path: 'node_modules/zod/', pathNot: 'node_modules/zod/(mini|locales)/' },
    ),
    forbid(
      'only-tests-import-tests',
      'Nothing but test/ imports test/.',
      { pathNot: '^test/|^vitest\\.config\\.ts$' },
      { path: '^test/' },
    ),
    forbid(
      'local-stack-stands-alone',
      'infra/local/ runs any CDK app: it imports nothing of ours outside of itself.',
      { path: '^infra/local/' },
      { path: OURS, pathNot: '^infra/local/' },
    ),
    forbid(
      'local-stack-is-for-tools',
      'Only infra/ops/, infra/start/ and tests import infra/local/.',
      { pathNot: '^(infra/(local|ops|start)|test)/' },
      { path: LOCAL_STACK },
    ),
  ],
  required: [
    {
      name: 'infra-has-rooms',
      comment:
        'infra/ itself has app.ts and launch.mjs only: put the file into one of its folders.',
      severity: 'error',
      module: { path: '^infra/[^/]+$', pathNot: '^infra/(app\\.ts|launch\\.mjs)$' },
      to: { path: '^$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/(bench/peers|generators/clients)/|/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}
