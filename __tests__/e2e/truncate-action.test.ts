import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listOf } from '../../src/engine/truncated.ts'
import { runMain } from '../../testing/action.ts'
import {
  type Commit,
  emptyOrigin,
  fingerprint,
  git,
  importCommits,
  removeTemporaries,
  temporary,
} from '../../testing/git.ts'

/** The bundled action, on real repositories and without Nix. */
afterAll(removeTemporaries)

const at = (text: string) => Date.parse(text) / 1000
const odd = 'a "b"\n::error::c $(touch pwned) ä.txt'
const commits: readonly Commit[] = [
  { parents: [], time: at('2026-01-12T12:00:00Z'), files: { 'src/a.hs': 'a', 'src/b.hs': 'b', [odd]: '1' } },
  { parents: [0], time: at('2026-01-13T12:00:00Z'), files: { 'src/a.hs': 'a2' }, refs: ['refs/tags/base'] },
  { parents: [1], time: at('2026-01-14T07:00:00Z'), files: { 'src/b.hs': 'b2' } },
  { parents: [0], time: at('2026-01-13T18:00:00Z'), files: { 'deep/er/c.hs': 'c' } },
  { parents: [3], time: at('2026-01-14T08:00:00Z'), files: { [odd]: '2' }, refs: ['refs/pull/7/head'] },
  { parents: [2, 4], time: at('2026-01-14T09:00:00Z'), files: { 'deep/er/c.hs': 'c', [odd]: '2' } },
]
let origin: string
let ids: readonly string[]
let runnerTemp: string
beforeAll(() => {
  origin = join(temporary(), 'origin.git')
  runnerTemp = temporary()
  emptyOrigin(origin)
  // fast-import's own quoting of paths.
  const quoted = commits.map((commit) => ({
    ...commit,
    files: Object.fromEntries(
      Object.entries(commit.files ?? {}).map(([path, text]) => [JSON.stringify(path), text]),
    ),
  }))
  ids = importCommits(origin, quoted)
  git(origin, ['update-ref', 'refs/heads/main', ids[5] ?? ''])
})

function checkout(...options: string[]): string {
  const path = temporary()
  git(path, ['clone', '--quiet', ...options, `file://${origin}`, 'checkout'])
  return path
}

function run(workspace: string, inputs: Record<string, string> = {}, env: Record<string, string> = {}) {
  // No Nix, and nothing else than git.
  const path = join(temporary(), 'bin')
  mkdirSync(path)
  for (const name of ['git', 'git-upload-pack'])
    execFileSync('ln', ['-s', execFileSync('which', ['git'], { encoding: 'utf8' }).trim(), join(path, name)])
  return runMain({
    action: 'truncate',
    workspace,
    runnerTemp,
    inputs: { path: 'checkout', ...inputs },
    env: { PATH: path, ...env },
  })
}

describe.each([
  ['of depth 1', ['--depth=1']],
  ['of everything', []],
  ['without files', ['--filter=blob:none', '--depth=1']],
])('a checkout %s', (_, options) => {
  it('finds the commit, how far away it is, and what changed', async () => {
    const workspace = checkout(...options)
    const before = fingerprint(workspace)
    const { exitCode, errors, warnings, outputs } = await run(workspace)
    expect([exitCode, errors, warnings]).toEqual([0, [], []])
    expect({ ...outputs, 'files-changed': JSON.parse(outputs['files-changed'] ?? '') }).toEqual({
      revision: ids[1],
      boundary: '2026-01-14T00:00:00Z',
      levels: JSON.stringify([{ revision: ids[1], boundary: '2026-01-14T00:00:00Z' }]),
      'commits-since': git(origin, ['rev-list', '--count', '--first-parent', `${ids[1]}..main`]),
      'files-changed': [odd, 'deep/er/c.hs', 'src/b.hs'],
      'files-changed-count': '3',
    })
    expect(fingerprint(workspace)).toEqual(before)
    expect(existsSync(join(workspace, 'checkout/pwned'))).toBe(false)
    expect(readdirSync(runnerTemp).filter((name) => !name.startsWith('_runner'))).toEqual([])
  })
})

it('takes dates, cron expressions, all history, and the pull request’s own head', async () => {
  const workspace = checkout('--depth=1')
  const event = join(temporary(), 'event.json')
  writeFileSync(event, JSON.stringify({ pull_request: { head: { sha: ids[4] } } }))
  const revisionWith = async (inputs: Record<string, string>, env: Record<string, string> = {}) => {
    const { outputs } = await run(workspace, inputs, env)
    return [ids.indexOf(outputs.revision ?? ''), outputs['commits-since']]
  }
  const pullRequest = {
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_REF: 'refs/pull/7/merge',
    GITHUB_EVENT_PATH: event,
  }
  expect(await revisionWith({ date: '1 hour ago' })).toEqual([2, '1'])
  expect(await revisionWith({ interval: '30 7 * * *' })).toEqual([2, '1'])
  expect(await revisionWith({ history: 'all' })).toEqual([3, '3'])
  expect(await revisionWith({ start: 'pull-request-head' }, pullRequest)).toEqual([3, '1'])
  expect(await revisionWith({ interval: '10 years' })).toEqual([0, '3'])
})

it('names the commits of all levels', async () => {
  const { outputs } = await run(checkout('--depth=1'), { interval: '1 week, 1 day' })
  expect(outputs.revision).toBe(ids[1])
  expect(JSON.parse(outputs.levels ?? '')).toEqual([
    { revision: ids[1], boundary: '2026-01-14T00:00:00Z' },
    { revision: ids[0], boundary: '2026-01-08T00:00:00Z' },
  ])
})

it('takes inputs that are given empty for absent', async () => {
  const workspace = checkout('--depth=1')
  const names = ['interval', 'offset', 'date', 'start', 'history', 'github-token']
  const { exitCode, outputs } = await run(workspace, Object.fromEntries(names.map((name) => [name, ''])))
  expect([exitCode, outputs.revision]).toEqual([0, ids[1]])
})

it('warns and leaves the outputs empty where there is no history to be had', async () => {
  const workspace = checkout('--depth=1')
  git(join(workspace, 'checkout'), ['remote', 'set-url', 'origin', 'file:///nonexistent'])
  const { exitCode, warnings, outputs } = await run(workspace)
  expect(exitCode).toBe(0)
  expect(warnings).toEqual([expect.stringMatching(/was not found: .*nonexistent.*The outputs are empty/)])
  expect(new Set(Object.values(outputs))).toEqual(new Set(['']))
})

it.each(['1767225600000000', '-86400'])('warns where HEAD is dated %s', async (date) => {
  const workspace = checkout()
  const directory = join(workspace, 'checkout')
  const commit = git(directory, ['cat-file', 'commit', 'HEAD']).replace(/^(committer .*>) \d+/m, `$1 ${date}`)
  const head = git(directory, ['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], `${commit}\n`)
  git(directory, ['checkout', '--quiet', '--detach', head])
  const { exitCode, errors, warnings, outputs } = await run(workspace)
  expect([exitCode, errors]).toEqual([0, []])
  expect(warnings).toEqual([
    expect.stringMatching(
      new RegExp(`was not found: ${head} is dated \\d+ seconds after 1970\\..*are empty`),
    ),
  ])
  expect(new Set(Object.values(outputs))).toEqual(new Set(['']))
})

it('does the same where git does not work', async () => {
  const bin = temporary()
  writeFileSync(join(bin, 'git'), "#!/bin/sh\necho 'fatal: out of order' >&2\nexit 128\n", { mode: 0o755 })
  const { exitCode, errors, warnings, outputs } = await run(checkout('--depth=1'), {}, { PATH: bin })
  expect([exitCode, errors]).toEqual([0, []])
  expect(warnings).toEqual([
    expect.stringMatching(/was not found: git cannot read .*out of order.* are empty/),
  ])
  expect(new Set(Object.values(outputs))).toEqual(new Set(['']))
})

it.each([
  ['interval', 'banana', /`interval`: "banana" is not a duration/],
  ['date', 'banana', /`date`: "banana" is not a date/],
  ['path', '../..', /`path`: .*outside the workspace/],
  ['path', 'nowhere', /`path`: there is no file `nowhere`/],
  ['path', '.', /git repository.*actions\/checkout/],
])('fails for %s: %s', async (name, value, message) => {
  const workspace = mkdtempSync(join(tmpdir(), 'truncate-'))
  mkdirSync(join(workspace, 'checkout'))
  if (name === 'date') git(workspace, ['clone', '--quiet', '--depth=1', `file://${origin}`, 'checkout'])
  const { exitCode, errors, outputs } = await run(workspace, { [name]: value })
  expect([exitCode, errors, outputs]).toEqual([1, [expect.stringMatching(message)], {}])
  rmSync(workspace, { recursive: true })
})

it('gives no list that GitHub would refuse', () => {
  expect(listOf(['a', 'b'])).toBe('["a","b"]')
  expect(listOf(Array.from({ length: 50_000 }, (_, n) => `source/file-${n}.hs`))).toBe('')
})
