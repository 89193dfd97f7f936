import type {
  BaseCommit,
  CompiledModule,
  InstallableReport,
  Phase,
  Report,
  UnitReport,
} from '../src/report/report.ts'
import { summaryOf } from '../src/report/summary.ts'
import { createMessage, createReport, installableReport, unitReport } from './report.ts'

/**
 * Job summaries of a day of a made-up repository: a server of twelve packages, its image and a check. The values are such as
 * runs report; nothing is built.
 */

export type SummaryKind = 'hit' | 'miss' | 'failure' | 'nightly'

export function makeSummaries(): Readonly<Record<SummaryKind, string>> {
  return {
    hit: summaryOf(hit),
    miss: summaryOf(miss),
    failure: summaryOf(failure),
    nightly: summaryOf(nightly),
  }
}

interface Package {
  readonly name: string
  readonly modules: number
  /** What building it from scratch takes. */
  readonly fullSeconds: number
}

const core: Package = { name: 'acme-core', modules: 412, fullSeconds: 655 }
const api: Package = { name: 'acme-api', modules: 186, fullSeconds: 318 }
const server: Package = { name: 'acme-server', modules: 243, fullSeconds: 401 }
/** Not there at the commit of the full build. */
const metrics: Package = { name: 'acme-metrics', modules: 14, fullSeconds: 22 }
const libraries: readonly Package[] = [
  { name: 'acme-prelude', modules: 37, fullSeconds: 41 },
  { name: 'acme-json', modules: 52, fullSeconds: 88 },
  { name: 'acme-config', modules: 28, fullSeconds: 33 },
  { name: 'acme-logging', modules: 19, fullSeconds: 24 },
  { name: 'acme-db', modules: 131, fullSeconds: 236 },
  { name: 'acme-auth', modules: 64, fullSeconds: 97 },
  { name: 'acme-mail', modules: 45, fullSeconds: 58 },
  { name: 'acme-jobs', modules: 73, fullSeconds: 126 },
]

const midnight = Date.UTC(2026, 2, 3) / 1000
const base: BaseCommit = {
  revision: '1dcf2581f2e4a7c0953b6a0e7f1d9b8c2e5a4f60',
  time: midnight - 6 * 3600,
  boundary: midnight,
  root: false,
}
const releaseBase: BaseCommit = {
  revision: '10c9269fde19c27b8a5e0f3d4b6a7c8e9f001122',
  time: midnight - 30 * 3600,
  boundary: midnight,
  root: false,
}
const installables: readonly InstallableReport[] = [
  '.#acme-server',
  '.#image',
  '.#checks.x86_64-linux.smoke',
].map((installable) => installableReport({ installable }))

function unitOf({ name, modules, fullSeconds }: Package, more: Partial<UnitReport> = {}): UnitReport {
  return unitReport({ name: `${name}-1.4.0`, package: name, modulesTotal: modules, fullSeconds, ...more })
}

const unchanged = (one: Package, more: Partial<UnitReport> = {}) =>
  unitOf(one, { build: 'unchanged', compiled: [], ...more })

/** Without a time, since there is no full build to have one. */
function plain({ name, modules }: Package, seconds: number): UnitReport {
  return unitReport({
    name: `${name}-1.4.0`,
    package: name,
    build: 'plain',
    reason: 'new since the full build',
    fullBuild: undefined,
    origin: 'none',
    compiled: compiled(`${moduleOf(name)}.`, modules, undefined),
    modulesTotal: modules,
    seconds,
  })
}

function compiled(prefix: string, count: number, reason: string | undefined): readonly CompiledModule[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${prefix}${parts[index % parts.length]}${index < parts.length ? '' : index}`,
    reason,
  }))
}

const parts = ['Types', 'Store', 'Query', 'Routes', 'Handlers', 'Codec', 'Render', 'Main']

function moduleOf(name: string): string {
  return name.replace(/(?:^|-)(\w)/g, (_, letter: string) => `.${letter.toUpperCase()}`).slice(1)
}

/** What a change of a type in acme-core, and of a handler, brings about. */
const changes = (origin: UnitReport['origin']): readonly UnitReport[] => [
  unitOf(core, {
    origin,
    compiled: [
      { name: 'Acme.Core.Order', reason: 'Source file changed' },
      ...compiled('Acme.Core.Order.', 4, 'Acme.Core.Order changed'),
    ],
    seconds: 24,
  }),
  unitOf(api, {
    origin,
    compiled: compiled('Acme.Api.Order.', 3, 'acme-core-1.4.0 package changed'),
    seconds: 15,
  }),
  unitOf(server, {
    origin,
    compiled: [
      { name: 'Acme.Server.Handlers.Order', reason: 'Source file changed' },
      ...compiled('Acme.Server.Order.', 2, 'Acme.Api.Order.Types changed'),
    ],
    seconds: 31,
  }),
]

/** Phases one after another. */
function inTurn(...all: readonly (readonly [string, number])[]): readonly Phase[] {
  let start = 0
  return all.map(([name, seconds]) => {
    const phase = { name, start, seconds }
    start += seconds
    return phase
  })
}

const common = createReport({
  head: { revision: 'a5f1fcb88c57d0e2b4a69788f1c3e5d7092b4a6c', time: midnight + 10 * 3600 },
  base,
  cacheName: 'GitHub Actions cache',
  installables,
  repositoryUrl: 'https://github.com/acme/server',
})

const unused = createMessage({
  severity: 'warning',
  file: 'core/src/Acme/Core/Order.hs',
  line: 14,
  column: 1,
  code: 'GHC-66111',
  flag: '-Wunused-imports',
  text: 'The import of ‘Data.Char’ is redundant',
  changed: true,
})

const others = [
  { name: 'acme-image.tar.gz', seconds: 38 },
  { name: 'smoke', seconds: 17 },
]

const hit: Report = {
  ...common,
  units: [...changes('cache'), plain(metrics, 26), ...libraries.map((one) => unchanged(one))],
  others,
  messages: [unused],
  phases: inTurn(['Plan', 6.2], ['Restore full builds', 18.4], ['Build HEAD', 141]),
}

const miss: Report = {
  ...common,
  units: [
    ...changes('built'),
    plain(metrics, 26),
    ...libraries.map((one) => unchanged(one, { origin: 'built' })),
  ],
  others,
  notices: [
    'This run makes the full build of main itself, of 1dcf2581f2e4. The last one that a nightly made is 2 days old. See whether the schedule still runs.',
  ],
  phases: inTurn(
    ['Plan', 6.2],
    ['Restore full builds', 0.8],
    ['Build full builds', 1380],
    ['Build HEAD', 143],
  ),
}

const failure: Report = {
  ...common,
  units: [
    unitOf(core, { build: 'none', compiled: compiled('Acme.Core.', 2, 'Source file changed'), seconds: 19 }),
    unitOf(api, { build: 'none', compiled: [] }),
    unitOf(server, { build: 'none', compiled: [] }),
    ...libraries.map((one) => unchanged(one)),
  ],
  installables: installables.map((one) => ({ ...one, outPaths: [] })),
  messages: [
    createMessage({
      file: 'core/src/Acme/Core/Order.hs',
      line: 52,
      column: 18,
      code: 'GHC-83865',
      text: [
        "Couldn't match expected type ‘Money’ with actual type ‘Integer’",
        '  In the second argument of ‘charge’, namely ‘(total order)’',
        '  In the expression: charge account (total order)',
        '   |',
        '52 |   charge account (total order)',
        `   | ${' '.repeat(17)}${'^'.repeat(13)}`,
      ].join('\n'),
      changed: true,
    }),
  ],
  failure: {
    message: '.#acme-server does not build: acme-core-1.4.0 failed with exit code 1.',
    builds: [
      {
        name: 'acme-core-1.4.0',
        log: [
          'Building library for acme-core-1.4.0..',
          'src/Acme/Core/Order.hs:52:18: error: [GHC-83865]',
          "    • Couldn't match expected type ‘Money’ with actual type ‘Integer’",
          'Error: Setup: failed to build',
        ],
      },
    ],
  },
  phases: inTurn(['Plan', 6.1], ['Restore full builds', 18.2], ['Build HEAD', 41]),
}

/** Of main all is new, of the release branch one package: of the others its full builds were made on nights before. */
const nightly: Report = {
  ...common,
  mode: 'full',
  head: undefined,
  base: undefined,
  installables: ['main', 'release-1'].flatMap((branch) => installables.map((one) => ({ ...one, branch }))),
  units: [
    ...[core, api, server, metrics].map((one) => full(one, { branch: 'main', ownBase: base })),
    ...libraries.map((one) => found(one, { branch: 'main', ownBase: base })),
    ...[server].map((one) => full(one, { branch: 'release-1', ownBase: releaseBase })),
    ...[core, api, ...libraries].map((one) => found(one, { branch: 'release-1', ownBase: releaseBase })),
  ],
  phases: inTurn(['Find branches', 0.9], ['Branch main', 1128], ['Branch release-1', 431]),
}

function full(one: Package, more: Partial<UnitReport>): UnitReport {
  return unitOf(one, {
    build: 'full',
    origin: 'built',
    compiled: compiled(`${moduleOf(one.name)}.`, one.modules, undefined),
    seconds: one.fullSeconds,
    ...more,
  })
}

/** In the cache, where nobody counts its modules. */
function found({ name }: Package, more: Partial<UnitReport>): UnitReport {
  return unitReport({
    name: `${name}-1.4.0`,
    package: name,
    build: 'full',
    origin: 'found',
    compiled: [],
    modulesTotal: 0,
    ...more,
  })
}
