import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { headRepositoryOf, readOccasion } from '../../src/action/event.ts'

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
