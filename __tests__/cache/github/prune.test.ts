import { githubPruner } from '../../../src/cache/github/prune.ts'
import { type CacheRest, startCacheRest } from '../../../testing/cache-rest.ts'

/** The real client of the REST API against a loopback service. */
const hash = '0yi2jj87njfi9kb3sr4zr979lha3mc8v'
const keyOf = (number: number) =>
  `incremental-nix-v2-x86_64-linux-p-${number.toString(16).padStart(40, '0')}-${hash}`
const now = Date.parse('2026-06-01T00:00:00Z') / 1000
const keep = { count: 2, age: undefined }
let rest: CacheRest

beforeEach(async () => {
  rest = await startCacheRest('octo/sample', 'secret')
  const push = (id: number, key: string, ref = 'refs/heads/main') =>
    rest.entries.push({
      id,
      key,
      ref,
      created_at: new Date((now - 1000 + id) * 1000).toISOString(),
      size_in_bytes: 1000 * id,
    })
  for (let id = 1; id <= 230; id++) push(id, keyOf(id))
  push(900, 'node-modules-1')
  push(901, 'incremental-nix-v2-of-somebody-else')
  push(902, keyOf(1), 'refs/heads/old')
})
afterEach(() => rest.close())

const prune = (token: string | undefined = 'secret', timeoutSeconds = 30) =>
  githubPruner({ token, repository: 'octo/sample', apiUrl: rest.url, timeoutSeconds }).prune(
    keep,
    new Set([String(7).padStart(40, '0')]),
    now,
  )
const deletions = () => rest.requests.filter((request) => request.startsWith('DELETE')).length

it('removes over all pages what is too much, and nothing of others', async () => {
  const { removed, freedBytes, problem } = await prune()
  expect(problem).toBeUndefined()
  expect(rest.entries.map(({ id }) => id)).toEqual([7, 230, 900, 901, 902])
  expect(removed).toHaveLength(228)
  expect(removed[0]).toBe(keyOf(1))
  expect(freedBytes).toBe(1000 * ((230 * 231) / 2 - 7 - 230))
})

it('does not count what another run removed first', async () => {
  rest.intercept = (method, path) =>
    method === 'DELETE' && path.endsWith('/3') ? { status: 404, message: 'Not Found' } : undefined
  const { removed, problem } = await prune()
  expect(problem).toBeUndefined()
  expect(removed).toHaveLength(227)
  expect(removed).not.toContain(keyOf(3))
})

it.each([
  ['GET', 0],
  ['DELETE', 1],
])('stops at the first 403, on %s', async (verb, count) => {
  rest.intercept = (method) =>
    method === verb ? { status: 403, message: 'Resource not accessible by integration' } : undefined
  expect(await prune()).toEqual({
    removed: [],
    freedBytes: 0,
    problem: { kind: 'forbidden', reason: expect.stringContaining('not accessible by integration') },
  })
  expect(deletions()).toBe(count)
})

it.each([
  ['a rate limit', { status: 403, message: 'API rate limit exceeded' }, /rate limit/],
  ['an outage', { status: 503, message: 'Unavailable' }, /Unavailable/],
])('takes %s for what passes', async (_, answer, reason) => {
  let left = 3
  rest.intercept = (method) => (method === 'DELETE' && left-- <= 0 ? answer : undefined)
  const { removed, problem } = await prune()
  expect(problem).toEqual({ kind: 'failed', reason: expect.stringMatching(reason) })
  expect(removed).toHaveLength(3)
})

it('ends where the service hangs, with what it has done', async () => {
  let left = 2
  rest.intercept = (method) => (method === 'DELETE' && left-- <= 0 ? 'hang' : undefined)
  const { removed, problem } = await prune('secret', 2)
  expect(problem?.kind).toBe('failed')
  expect(removed).toHaveLength(2)
})

it('needs a token', async () => {
  const pruner = githubPruner({
    token: undefined,
    repository: 'octo/sample',
    apiUrl: rest.url,
    timeoutSeconds: 9,
  })
  expect((await pruner.prune(keep, new Set(), now)).problem?.kind).toBe('forbidden')
  expect((await prune('wrong')).problem).toEqual({
    kind: 'failed',
    reason: expect.stringMatching(/credentials/),
  })
  expect(deletions()).toBe(0)
})
