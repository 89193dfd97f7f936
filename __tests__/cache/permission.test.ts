import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { replaceSection } from '../../scripts/reference.mjs'
import { headRepositoryOf, mayWrite, readOccasion } from '../../src/cache/permission.ts'
import { defaultOccasion, writeTable, writeTableMarkdown } from './write-table.ts'

describe.each(writeTable)('$when', ({ occasion, store, github }) => {
  const full = { ...defaultOccasion, ...occasion }
  it('auto', () => {
    expect(mayWrite('auto', 'store', full)).toEqual(store)
    expect(mayWrite('auto', 'github', full)).toEqual(github)
  })
  it('never', () => {
    expect(mayWrite('never', 'store', full)).toMatchObject({ write: false })
    expect(mayWrite('never', 'github', full)).toMatchObject({ write: false })
  })
  it('always, unless the GitHub cache cannot take it', () => {
    const vain = full.cacheMode === 'read' || !full.hasCacheToken
    expect(mayWrite('always', 'store', full).write).toBe(true)
    expect(mayWrite('always', 'github', full).write).toBe(!vain)
  })
})

it.each([
  ['a pull request', '{"pull_request":{"head":{"repo":{"full_name":"a/b"}}}}', 'a/b'],
  ['a deleted fork', '{"pull_request":{"head":{"repo":null}}}', undefined],
  ['a followed run', '{"workflow_run":{"head_repository":{"full_name":"a/b"}}}', 'a/b'],
  ['a push', '{"ref":"refs/heads/main"}', undefined],
  ['no JSON', 'x', undefined],
  ['null', 'null', undefined],
])('headRepositoryOf: %s', (_, payload, expected) => expect(headRepositoryOf(payload)).toBe(expected))

it('reads the environment and the payload', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'occasion-'))
  const path = join(directory, 'event.json')
  writeFileSync(path, '{"pull_request":{"head":{"repo":{"full_name":"mallory/x"}}}}')
  const environment = {
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: path,
    GITHUB_REPOSITORY: 'octo/x',
    GITHUB_ACTOR: 'mallory',
    GITHUB_REF: 'refs/pull/1/merge',
    ACTIONS_CACHE_MODE: 'read',
    ACTIONS_RUNTIME_TOKEN: 't',
  }
  expect(await readOccasion(environment)).toEqual({
    event: 'pull_request',
    repository: 'octo/x',
    headRepository: 'mallory/x',
    actor: 'mallory',
    ref: 'refs/pull/1/merge',
    cacheMode: 'read',
    hasCacheToken: true,
  })
  rmSync(directory, { recursive: true })
  expect(await readOccasion({})).toMatchObject({ event: undefined, hasCacheToken: false })
})

it('the table of docs/caches.md is this one (UPDATE_DOCS=1 writes it)', () => {
  const path = fileURLToPath(new URL('../../docs/caches.md', import.meta.url))
  const text = readFileSync(path, 'utf8')
  const expected = replaceSection(text, 'writers', writeTableMarkdown())
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, expected)
  else expect(text).toBe(expected)
})
