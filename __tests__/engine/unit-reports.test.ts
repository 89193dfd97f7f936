import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { headReports } from '../../src/engine/unit-reports.ts'
import { createBuildLog } from '../../src/nix/log.ts'
import { createFullBuild, createUnit } from '../../testing/graph.ts'

const directory = mkdtempSync(join(tmpdir(), 'unit-reports-'))
afterAll(() => rmSync(directory, { recursive: true }))

const module = (number: number, of: number, object: string) =>
  `[${number} of ${of}] Compiling M ( M.hs, ${object}/M.o ) [Source file changed]`
const library = (of: number) => module(1, of, 'dist/build')
const tests = (of: number) => module(1, of, 'dist/build/spec/spec-tmp')

it.each([
  { what: 'nothing is compiled', lines: [], total: 15 },
  { what: 'one component is compiled', lines: [library(12)], total: 15 },
  { what: 'one component grew', lines: [library(13)], total: 16 },
  { what: 'one component became smaller', lines: [library(10)], total: 13 },
  { what: 'one component is new', lines: [module(1, 4, 'dist/build/new/new-tmp')], total: 19 },
  { what: 'all are compiled', lines: [library(12), tests(3)], total: 15 },
])('counts the modules of HEAD where $what', async ({ lines, total }) => {
  const unit = createUnit('core')
  const intermediates = join(directory, 'intermediates')
  mkdirSync(join(intermediates, 'incremental-nix'), { recursive: true })
  writeFileSync(
    join(intermediates, 'incremental-nix', 'modules'),
    '12 dist/build/\n3 dist/build/spec/spec-tmp/\n',
  )
  const log = createBuildLog(() => 0)
  const feed = (message: unknown) => log.feed(`@nix ${JSON.stringify(message)}`)
  feed({ action: 'start', id: 1, type: 105, fields: [unit.derivation.path, '', 1, 1] })
  for (const line of lines) feed({ action: 'result', id: 1, type: 101, fields: [line] })
  const full = { ...createFullBuild(unit), intermediates }
  const [report] = await headReports(
    {
      plans: [{ kind: 'incremental', unit, full }],
      derivationOf: (path) => path,
      outPaths: new Map(),
      log,
      failedLogs: [],
    },
    new Map(),
    full.base,
  )
  expect(report).toMatchObject({ modulesTotal: total })
})
