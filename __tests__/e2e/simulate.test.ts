import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runAction } from '../../testing/action.ts'
import {
  type Commit,
  emptyOrigin,
  fingerprint,
  git,
  importCommits,
  removeTemporaries,
  temporary,
} from '../../testing/git.ts'

/** The bundled action replays history: on real repositories, without Nix. */
afterAll(removeTemporaries)

const hour = 3600
const begin = Date.parse('2026-01-12T00:10:00Z') / 1000
/** Two commits a day, nine hours apart, each of which changes one of three modules. The lock file changes on the fifth day. */
const commits: readonly Commit[] = Array.from({ length: 24 }, (_, n) => ({
  parents: n === 0 ? [] : [n - 1],
  time: begin + Math.floor(n / 2) * 24 * hour + (n % 2) * 9 * hour,
  files: {
    ...(n === 0
      ? { 'flake.nix': '{ }', 'flake.lock': '1', 'src/A.hs': 'module A where', 'src/C.hs': 'module C where' }
      : { [`src/${'BAC'[n % 3]}.hs`]: `module ${'BAC'[n % 3]} where\nimport ${'ACA'[n % 3]}\n-- ${n}` }),
    ...(n === 0 ? { 'src/B.hs': 'module B where\nimport A' } : {}),
    ...(n === 8 ? { 'flake.lock': '2' } : {}),
  },
  ...(n === 23 ? { refs: ['refs/heads/main'] } : {}),
}))
let origin: string
let ids: readonly string[]
let path: string
beforeAll(() => {
  origin = join(temporary(), 'origin.git')
  emptyOrigin(origin)
  ids = importCommits(origin, commits)
  // No Nix, and nothing else than git.
  path = temporary()
  for (const name of ['git', 'git-upload-pack'])
    execFileSync('ln', ['-s', execFileSync('which', ['git'], { encoding: 'utf8' }).trim(), join(path, name)])
})

function checkout(...options: string[]): string {
  const directory = join(temporary(), 'checkout')
  mkdirSync(directory)
  git('/', ['clone', '--quiet', ...options, `file://${origin}`, directory])
  return directory
}

function run(workspace: string, inputs: Readonly<Record<string, string>>) {
  const runnerTemp = temporary()
  return runAction({ workspace, runnerTemp, inputs: { mode: 'plan', ...inputs }, env: { PATH: path } })
}

it('shows what intervals would have cost, of a checkout of depth 1, and leaves that as it was', async () => {
  const workspace = checkout('--depth=1')
  const before = fingerprint(workspace)
  const { main, post } = await run(workspace, { simulate: 'true', interval: '2 days' })
  expect([main.exitCode, main.errors, main.warnings, post.exitCode]).toEqual([0, [], [], 0])
  const { head, commits: replayed, intervals } = JSON.parse(main.outputs.simulation ?? '')
  expect([head, replayed]).toEqual([ids[23], 24])
  expect(intervals.map(({ name }: { name: string }) => name)).toEqual([
    ...['1 hour', '6 hours', '1 day', '1 week', '30 days', '2 days'],
  ])
  const fullBuilds = (name: string) => intervals.find((one: { name: string }) => one.name === name).fullBuilds
  // The root is its own base, and that of the first day. Then there are eleven days, each with one of its own.
  expect(fullBuilds('1 day')).toBeCloseTo((100 * 12) / 24)
  // Every commit's parent, and the root for the first.
  expect(fullBuilds('1 hour')).toBeCloseTo((100 * 23) / 24)
  expect(intervals.filter(({ configured }: { configured: boolean }) => configured)).toMatchObject([
    { name: '2 days' },
  ])
  expect(main.outputs['simulation-picture']).toMatch(/^<svg /)
  expect(main.outputs).toMatchObject({ build: 'none', matrix: '{"include":[]}', revision: '' })
  expect(main.summary).toMatch(/^### What intervals would have cost\n\n\*\*The last 24 commits\*\*/)
  expect(main.summary).toContain('| **2 days** |')
  expect(main.log).toContain('| **2 days** |')
  expect(fingerprint(workspace)).toEqual(before)
})

it('replays so many commits as are wished, with levels', async () => {
  const { main } = await run(checkout(), { simulate: '10', interval: '1 week, 1 day' })
  expect([main.exitCode, main.warnings]).toEqual([0, []])
  expect(main.summary).toContain('**The last 10 commits**')
  const levels = JSON.parse(main.outputs.simulation ?? '').intervals.at(-1)
  expect(levels).toMatchObject({
    name: '1 week, 1 day',
    fullBuilds: 20,
    levelledBuilds: 40,
    configured: true,
  })
})

it('warns, and fails nothing, where history cannot be had; with `strict` it fails', async () => {
  const workspace = checkout('--depth=1')
  git(workspace, ['remote', 'set-url', 'origin', 'file:///nonexistent'])
  const { main } = await run(workspace, { simulate: 'true' })
  expect([main.exitCode, main.errors]).toEqual([0, []])
  expect(main.warnings).toEqual([
    expect.stringMatching(/^History was not replayed: .*nonexistent.*Give a smaller number to `simulate`/),
  ])
  expect(main.outputs.simulation).toBe('')
  const strict = await run(workspace, { simulate: 'true', strict: 'true' })
  expect(strict.main.exitCode).toBe(1)
  expect(strict.main.errors).toEqual([expect.stringContaining('History was not replayed')])
})
