import type { Base } from '../../src/engine/base.ts'
import type { FullBuild } from '../../src/engine/full-build.ts'
import { describeMissing, remarkOnNightly } from '../../src/engine/missing-nightly.ts'
import type { Settings } from '../../src/engine/settings.ts'
import type { Surroundings } from '../../src/engine/surroundings.ts'
import { type CacheRest, startCacheRest } from '../../testing/cache-rest.ts'

const revision = 'a'.repeat(40)
const keyOf = (name: string) =>
  `incremental-nix-v2-x86_64-linux-${name}-${revision}-0yi2jj87njfi9kb3sr4zr979lha3mc8v`
const missing = [{ unit: { derivation: { name: 'pkg-1.0' } }, key: keyOf('pkg') }] as unknown as FullBuild[]
const base: Base = { revision, time: 0, boundary: 0, root: false, fitting: false, coarser: undefined }
const ofBase = { missing, made: true, base }
const event = {
  name: 'pull_request',
  ref: 'refs/pull/7/merge',
  baseBranch: 'release',
  defaultBranch: 'main',
  pullRequestHead: 'b'.repeat(40),
}
const settings = { caches: [{ kind: 'github' }], start: 'checkout', token: 'secret' } as unknown as Settings

let rest: CacheRest
let surroundings: Surroundings
beforeEach(async () => {
  rest = await startCacheRest('octo/sample', 'secret')
  surroundings = { event, apiUrl: rest.url, repository: 'octo/sample' } as Surroundings
  let id = 0
  const push = (name: string, ref: string, created_at: string) =>
    rest.entries.push({ id: id++, key: keyOf(name), ref, created_at, size_in_bytes: 1 })
  push('pkg', 'refs/heads/main', '2026-01-02T00:12:00Z')
  push('pkg', 'refs/heads/release', '2026-01-03T00:12:00Z')
  push('pkg', 'refs/heads/main', '2026-01-01T00:12:00Z')
  push('pkg', 'refs/pull/7/merge', '2026-01-04T00:12:00Z')
  push('pkg', 'refs/heads/other', '2026-01-05T00:12:00Z')
  push('pkg-extra', 'refs/heads/main', '2026-01-06T00:12:00Z')
})
afterEach(() => rest.close())

it('names the last one that the base branch or the default branch left', async () => {
  expect(await remarkOnNightly(ofBase, surroundings, settings)).toBe(
    'The cache has no full build of pkg-1.0 for release at aaaaaaaaaaaa, so that this job makes it. The last one that was made for all came into the cache at 2026-01-03T00:12:00Z: see why the nightly has made none since.',
  )
})

it('says whether the job makes it', async () => {
  expect(await remarkOnNightly({ ...ofBase, made: false }, surroundings, settings)).toMatch(
    / at aaaaaaaaaaaa, so that this job, which could not keep one, builds without it\. The last/,
  )
})

it('says that there has never been one', async () => {
  rest.entries.splice(0, 3)
  expect(await remarkOnNightly(ofBase, surroundings, settings)).toMatch(
    /None has ever been made for all: let a/,
  )
})

it.each([
  ['the token may not', () => ({ status: 403, message: 'Resource not accessible by integration' })],
  ['the service is down', () => ({ status: 503, message: 'x' })],
])('leaves the time out where %s', async (_, intercept) => {
  rest.intercept = intercept
  expect(await remarkOnNightly(ofBase, surroundings, settings)).toMatch(/See whether the nightly/)
})

it.each<[string, Partial<Settings>]>([
  ['there is no token', { token: undefined }],
  ['there is another cache', { caches: [{ kind: 'file', url: 'file:///x' }] }],
])('asks nobody where %s', async (_, more) => {
  expect(await remarkOnNightly(ofBase, surroundings, { ...settings, ...more })).toMatch(
    /See whether the nightly/,
  )
  expect(rest.requests).toEqual([])
})

it.each([
  ['nothing is missing', [], base, event, settings],
  ['it is no pull request', missing, base, { ...event, baseBranch: undefined }, settings],
  ['the full build is of its own branch', missing, base, event, { ...settings, start: 'pull-request-head' }],
  ['there is no cache', missing, base, event, { ...settings, caches: [] }],
  ['the user named the commit', missing, { ...base, boundary: undefined }, event, settings],
] as [string, FullBuild[], Base, typeof event, Settings][])(
  'says nothing where %s',
  async (_, full, planned, occasion, given) => {
    expect(
      await remarkOnNightly(
        { missing: full, made: true, base: planned },
        { ...surroundings, event: occasion },
        given,
      ),
    ).toBeUndefined()
    expect(rest.requests).toEqual([])
  },
)

it('is one line whatever the time', () => {
  expect(
    describeMissing({ what: '.#a, .#b', branch: 'main', revision, made: true }, { status: 'unknown' }),
  ).toMatch(/^The cache .*\.$/)
})
