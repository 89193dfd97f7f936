import { readFileSync } from 'node:fs'
import { jsonOf } from '../../src/report/json.ts'
import { createReport, unitReport } from '../../testing/report.ts'

it('says all of a run, and null where there is nothing to say', () => {
  const report = createReport({
    units: [
      unitReport(),
      unitReport({ build: 'plain', reason: 'new', fullBuild: undefined, origin: 'none', seconds: 3 }),
    ],
    phases: [
      { name: 'Plan', start: 0, seconds: 1 },
      { name: 'Build HEAD', start: 1, seconds: 4 },
    ],
    warnings: ['w'],
  })
  const known = {
    name: 'core-1.0',
    package: 'core',
    system: 'x86_64-linux',
    modulesCompiled: 1,
    modulesTotal: 60,
  }
  expect(JSON.parse(JSON.stringify(jsonOf(report)))).toEqual({
    mode: 'incremental',
    build: 'incremental',
    head: { revision: 'f'.repeat(40), time: '2023-11-14T23:13:20Z' },
    bases: [{ revision: 'a'.repeat(40), time: '2023-11-14T22:13:20Z', boundary: '2023-11-14T22:15:00Z' }],
    cacheHit: true,
    installables: [{ installable: '.#pkg', outPaths: ['/nix/store/y-pkg'] }],
    units: [
      {
        ...known,
        build: 'incremental',
        reason: null,
        seconds: null,
        fullBuild: '/nix/store/x-core-1.0-intermediates',
        origin: 'cache',
      },
      { ...known, build: 'plain', reason: 'new', seconds: 3, fullBuild: null, origin: 'none' },
    ],
    modulesCompiled: 2,
    modulesTotal: 120,
    seconds: 5,
    warnings: ['w'],
    notices: [],
    simulation: null,
    verification: null,
    failure: null,
  })
  const failed = createReport({
    head: undefined,
    base: undefined,
    units: [],
    failure: { message: 'no', builds: [] },
  })
  expect(jsonOf(failed)).toMatchObject({
    head: null,
    bases: [],
    build: 'plain',
    failure: { message: 'no', builds: [] },
  })
})

it('docs/terminal.md names each field', () => {
  const page = readFileSync(new URL('../../docs/terminal.md', import.meta.url), 'utf8')
  const section = /## The report for programs\n([\s\S]*?)\n## /.exec(page)?.[1] ?? ''
  const named = [...section.matchAll(/^\| (`.*?`) \|/gm)].flatMap(
    ([, names = '']) => names.match(/\w+/g) ?? [],
  )
  expect(named).toEqual(Object.keys(jsonOf(createReport())))
})
