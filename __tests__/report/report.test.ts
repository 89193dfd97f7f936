import { duration, escaped } from '../../src/report/markdown.ts'
import { isoTime, outputsOf } from '../../src/report/outputs.ts'
import { cacheHit, overallBuild } from '../../src/report/report.ts'
import { summaryOf } from '../../src/report/summary.ts'
import { createReport, packageReport } from '../../testing/report.ts'

describe('outputsOf', () => {
  it('names every output of action.yml', () => {
    expect(outputsOf(createReport())).toEqual({
      revision: 'a'.repeat(40),
      boundary: '2023-11-14T22:15:00Z',
      'full-build-path': '/nix/store/x-pkg-intermediates',
      'cache-hit': 'true',
      build: 'incremental',
      matrix: '{"include":[]}',
      'out-paths': '{".#pkg":["/nix/store/y-pkg"]}',
      'modules-compiled': '1',
      'modules-total': '60',
    })
  })

  const older = { revision: 'b'.repeat(40), time: 1_699_900_000, boundary: 1_699_913_700, root: false }
  it.each([
    ['all', [packageReport({ ownBase: older })], 'b'.repeat(40), '2023-11-13T22:15:00Z'],
    [
      'some',
      [packageReport(), packageReport({ ownBase: older }), packageReport({ ownBase: older })],
      `${'a'.repeat(40)}\n${'b'.repeat(40)}`,
      '2023-11-14T22:15:00Z\n2023-11-13T22:15:00Z',
    ],
  ])('names the older commits that %s of the packages are built on', (_, packages, revision, boundary) => {
    const report = createReport({ packages })
    expect(outputsOf(report)).toMatchObject({ revision, boundary })
    for (const one of revision.split('\n')) expect(summaryOf(report)).toContain(one.slice(0, 12))
    expect(summaryOf(report).includes('a'.repeat(12))).toBe(revision.includes('a'))
  })

  it('is empty where nothing is known', () => {
    const outputs = outputsOf(
      createReport({
        base: undefined,
        packages: [packageReport({ build: 'plain', fullBuild: undefined, origin: 'none' })],
      }),
    )
    expect(outputs).toMatchObject({ revision: '', boundary: '', 'full-build-path': '', 'cache-hit': 'false' })
  })
})

it.each([
  [[], 'none'],
  [['incremental', 'none'], 'incremental'],
  [['incremental', 'plain'], 'plain'],
  [['full', 'none'], 'full'],
] as const)('overallBuild of %j', (kinds, overall) => {
  expect(overallBuild(kinds.map((build) => packageReport({ build })))).toBe(overall)
})

it.each([
  [['cache', 'store'], true],
  [['cache', 'none'], true],
  [['cache', 'built'], false],
  [['none'], false],
] as const)('cacheHit of %j', (origins, hit) => {
  expect(cacheHit(origins.map((origin) => packageReport({ origin })))).toBe(hit)
})

describe('summaryOf', () => {
  it('says what was built on what', () => {
    const text = summaryOf(createReport())
    expect(text).toContain('### Built on top of the full build')
    expect(text).toContain('is 1 h newer than the full build’s commit <code>aaaaaaaaaaaa</code>')
    expect(text).toContain('| <code>.&#35;pkg</code> | incremental | restored from the cache | 1 of 60 |')
    expect(text).toContain('| Source file changed | 1 |')
    expect(text).toContain('1 module compiled: source changed (1)')
    expect(text).toContain('Plan  1.2 s  ██')
  })

  it('shows warnings, with nothing in them taken for markup', () => {
    const text = summaryOf(createReport({ warnings: ['<img src=x> @everyone `a|b`\n# b'] }))
    expect(text).toContain(
      '> [!WARNING]\n> &#60;img src=x&#62; &#64;&#8203;everyone &#96;a&#124;b&#96; &#35; b',
    )
  })
})

it.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [200, '3 min 20 s'],
  [93_784, '1 d 2 h'],
  [86_460, '1 d 1 min'],
])('duration(%d)', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

it('isoTime', () => {
  expect(isoTime(0)).toBe('1970-01-01T00:00:00Z')
})

it('escaped leaves letters alone', () => {
  expect(escaped('Grüße 1.2')).toBe('Grüße 1.2')
})

it('a run over branches has a row for each, whatever its name', () => {
  const base = { revision: 'b'.repeat(40), time: 0, boundary: 0, root: false }
  const branch = 'x|`<b>\n![](http://a)'
  const report = createReport({
    mode: 'full',
    base: undefined,
    packages: [
      packageReport({ branch: 'main', ownBase: base, origin: 'found' }),
      packageReport({ branch, ownBase: base }),
    ],
    phases: [{ name: `Branch ${branch}`, start: 0, seconds: 1 }],
  })
  expect(summaryOf(report)).toMatch(
    /^\| <code>main<\/code> \| <code>b{12}<\/code> \| .* \| in the cache already \|/m,
  )
  // Between fences everything is text.
  expect(summaryOf(report).replace(/^```text\n[^`]*`?[^`]*\n```$/m, '')).not.toMatch(/<b>|!\[|x\|/)
  expect(outputsOf(report)).toMatchObject({ 'cache-hit': 'true', revision: base.revision })
})
