import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createModuleCount } from '../../src/adapters/haskell/modules.ts'
import { run } from '../../src/lib/process.ts'
import { runAction, runMain } from '../../testing/action.ts'
import { git, truth } from '../../testing/git.ts'
import { createNixWorld, type NixWorld, removeReadOnly } from '../../testing/nix-world.ts'
import { createProposalProject, type ProposalProject } from '../../testing/proposal.ts'

/** The API of the proposal to nixpkgs, on stock Nix: a default.nix that was written for it, built by nix-build. */
let directory: string
let world: NixWorld
let project: ProposalProject
let base: string
let morning: string
let noon: string
let clones = 0

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'proposal-')))
  world = createNixWorld(join(directory, 'nix'))
  project = createProposalProject(join(directory, 'turtle'))
  // As GitHub's servers are set up.
  for (const name of ['allowFilter', 'allowAnySHA1InWant'])
    project.git('config', `uploadpack.${name}`, 'true')
  project.commit('2026-01-01T09:00:00Z')
  project.write('README.md', '# Turtle\n')
  base = project.commit('2026-01-01T12:00:00Z')
  // Older than the boundary, but on the branch only since it was merged.
  project.git('switch', '--quiet', '--create', 'topic')
  project.addWhitespace('Turtle.Format')
  project.commit('2026-01-01T18:00:00Z')
  project.git('switch', '--quiet', 'main')
  project.addWhitespace('Turtle.Pattern')
  morning = project.commit('2026-01-02T08:00:00Z')
  git(project.directory, ['merge', '--quiet', '--no-ff', '--message', 'topic', 'topic'], '', {
    GIT_COMMITTER_DATE: '2026-01-02T12:30:00Z',
  })
  noon = project.git('rev-parse', 'HEAD')
})
afterAll(() => removeReadOnly(directory))

function clone(revision: string, ...options: string[]): string {
  const path = join(directory, `clone-${++clones}`, 'turtle')
  project.git('branch', '--force', 'wanted', revision)
  const url = `file://${project.directory}`
  project.git('clone', '--quiet', '--single-branch', '--branch=wanted', ...options, url, path)
  return path
}

interface Call {
  readonly cwd: string
  readonly env?: Record<string, string>
  readonly args?: readonly string[]
}

async function nix(command: string, { cwd, env = {}, args = [] }: Call) {
  const { stdout, stderr } = await run(command, args, { cwd, env: { ...world.env, ...env } })
  const count = createModuleCount()
  for (const line of stderr.split('\n')) count.feed(line)
  const compiled = count.modules().compiled.map(({ name, reason }) => [name, reason])
  return { printed: stdout.trim(), log: stderr, compiled: Object.fromEntries(compiled) }
}

const build = (attribute: string, cwd: string) =>
  nix('nix-build', { cwd, args: ['--no-out-link', '-A', attribute] })

/** The derivation of an attribute, all that it needs, and of that the full builds. */
async function instantiate(attribute: string, { args = [], ...call }: Call) {
  const { printed, log } = await nix('nix-instantiate', { ...call, args: ['-A', attribute, ...args] })
  const all = (await nix('nix-store', { ...call, args: ['-qR', printed] })).printed.split('\n')
  const fullBuilds = all.filter((path) => path.endsWith('-turtle-1.0.drv') && path !== printed)
  return { derivation: printed, fullBuilds, all, log }
}

/** Of the package of the proposal. */
const incremental = (cwd: string, more: Omit<Call, 'cwd'> = {}) =>
  instantiate('turtle-incremental', { cwd, ...more })
const after = (revision: string) => ({ env: { INCREMENTAL_NIX_REVISION: revision } })

const say = (path: string) => execFileSync(join(path, 'bin/turtle'), { encoding: 'utf8' })

it('whitespace in a module compiles that module, and no other, on top of the full build', async () => {
  const head = clone(morning)
  const { fullBuilds } = await incremental(head)
  expect(fullBuilds).toHaveLength(1)
  const full = await nix('nix-store', { cwd: head, args: ['--realise', ...fullBuilds] })
  expect(Object.keys(full.compiled).sort()).toEqual(['Main', ...project.modules].sort())
  const { printed, compiled } = await build('turtle-incremental', head)
  expect(compiled).toEqual({ 'Turtle.Pattern': 'Source file changed' })
  const plain = await build('turtle', head)
  expect(Object.keys(plain.compiled)).toHaveLength(project.modules.length + 1)
  expect(say(printed)).toBe(say(plain.printed))
}, 300_000)

it('all commits of a day share the full build, which does not depend on them', async () => {
  const [first, second] = await Promise.all([morning, noon].map((revision) => incremental(clone(revision))))
  expect(second?.fullBuilds).toEqual(first?.fullBuilds)
  expect(second?.derivation).not.toBe(first?.derivation)
  expect([...(first?.all ?? []), ...(second?.all ?? [])].join('\n')).not.toContain('truncated-revision')
  const { compiled } = await build('turtle-incremental', clone(noon))
  expect(compiled).toEqual({
    'Turtle.Format': 'Source file changed',
    'Turtle.Pattern': 'Source file changed',
  })
}, 300_000)

it('takes the commit that the action takes', async () => {
  expect(truth(project.directory, noon, Date.parse('2026-01-02T00:00:00Z') / 1000, 'first-parent')).toBe(base)
  const head = clone(noon)
  const { fullBuilds } = await incremental(head)
  expect((await incremental(head, after(base))).fullBuilds).toEqual(fullBuilds)
  // Another one, to see that it is listened to.
  expect((await incremental(head, after(morning))).fullBuilds).not.toEqual(fullBuilds)
})

it('takes another interval', async () => {
  const head = clone(noon)
  const hourly = await incremental(head, { args: ['--arg', 'interval', '3600'] })
  expect(hourly.fullBuilds).toEqual((await incremental(head, after(morning))).fullBuilds)
})

it('uses the commit that the action found in a shallow checkout, once it is fetched', async () => {
  const head = clone(noon, '--depth=1')
  const runnerTemp = join(directory, 'runner-temp')
  const { outputs, exitCode } = await runMain({ action: 'truncate', workspace: head, runnerTemp })
  expect([exitCode, outputs.revision]).toEqual([0, base])
  const before = await incremental(head, after(base))
  expect(before.fullBuilds).toEqual([])
  expect(before.log).toContain('does not have that commit: fetch it')
  git(head, ['fetch', '--quiet', '--depth=1', 'origin', base])
  const { fullBuilds } = await incremental(clone(noon))
  expect((await incremental(head, after(base))).fullBuilds).toEqual(fullBuilds)
})

it.each([
  ['a shallow checkout', ['--depth=1']],
  ['a checkout with history', []],
])(
  'is left to the action in %s',
  async (_, options) => {
    const workspace = clone(noon, ...options)
    const { main } = await runAction({
      workspace,
      runnerTemp: join(directory, 'runner-temp'),
      env: world.env,
      inputs: { file: 'default.nix', installables: 'turtle-incremental', cache: `file://${directory}/cache` },
    })
    expect([main.exitCode, main.warnings, main.errors]).toEqual([0, [], []])
    expect(main.outputs).toMatchObject({ revision: base, build: 'incremental', 'modules-compiled': '2' })
    // The directory of the package is its source, `.git` included, and the full build is the same for both all the same.
    expect(main.outputs['cache-hit']).toBe(options.length === 0 ? 'true' : 'false')
    const [path] = JSON.parse(main.outputs['out-paths'] ?? '{}')['turtle-incremental']
    expect(say(path)).toBe(say((await build('turtle', workspace)).printed))
  },
  300_000,
)

describe('is the plain package', () => {
  const isPlain = async (cwd: string, why: string) => {
    const { derivation, log } = await incremental(cwd)
    expect(derivation).toBe((await instantiate('turtle', { cwd })).derivation)
    expect(log).toContain(why)
    expect(log).toContain('turtle-1.0 is built plainly')
  }

  it('without history', async () => {
    const tree = join(directory, 'tarball')
    mkdirSync(tree)
    project.git('archive', '--output', `${tree}.tar`, noon)
    execFileSync('tar', ['-xf', `${tree}.tar`, '-C', tree])
    await isPlain(tree, `there is no git history at ${tree}`)
  })

  it('where the history is cut off, although there is a commit at which it ends', () =>
    isPlain(clone(noon, '--depth=2'), 'is cut off before the commit that is wanted'))

  it('in a partial clone', () =>
    isPlain(clone(noon, '--filter=blob:none'), 'is a partial clone, which Nix cannot read'))
})
