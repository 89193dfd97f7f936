import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type ActionStep, runAction, type StepResult } from '../../testing/action.ts'
import { type GitServer, serveGit } from '../../testing/git-server.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** Every kind of checkout gives the same full build, and none is altered. */
let scenario: Scenario
let base: string
let head: string

beforeAll(() => {
  scenario = createScenario({ modules: 3, subdirectory: 'packages/sample' })
  base = scenario.sample.commit('base', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  head = scenario.sample.commit('head', '2026-01-02T05:00:00Z')
})
afterAll(() => scenario.dispose())

const flake = './packages/sample#sample'

/** Content, type and mode of everything in a directory, `.git` included. */
function fingerprint(directory: string): string {
  const hash = createHash('sha256')
  const visit = (path: string): void => {
    const { mode, mtimeMs } = lstatSync(path)
    hash.update(`${relative(directory, path)} ${mode} `)
    if (lstatSync(path).isSymbolicLink()) hash.update(readlinkSync(path))
    else if (lstatSync(path).isDirectory())
      for (const name of readdirSync(path).sort()) visit(join(path, name))
    else hash.update(readFileSync(path)).update(String(mtimeMs))
  }
  visit(directory)
  return hash.digest('hex')
}

async function job(workspace: string, overrides: Partial<ActionStep> = {}): Promise<StepResult> {
  const step = scenario.step(workspace, {
    ...overrides,
    inputs: { installables: flake, ...overrides.inputs },
  })
  const before = fingerprint(workspace)
  const { main, post } = await runAction(step)
  expect(fingerprint(workspace)).toBe(before)
  expect([post.exitCode, scenario.leftovers()]).toEqual([0, []])
  return main
}

let fullBuild: string | undefined

/** All build on the very same full build, so that only the first has anything to compile. */
function expectIncremental(result: StepResult): void {
  expect([...result.errors, ...result.warnings]).toEqual([])
  expect(result.outputs).toMatchObject({ revision: base, build: 'incremental' })
  fullBuild ??= result.outputs['full-build-path']
  expect(result.outputs['full-build-path']).toBe(fullBuild)
}

const git = (directory: string, ...args: string[]) =>
  execFileSync('git', args, { cwd: directory, stdio: 'pipe' })

it('depth 1, a flake in a subdirectory', async () => {
  expectIncremental(await job(scenario.checkout(head)))
})

it('depth 1, a Nix file in a subdirectory', async () => {
  const inputs = { file: 'packages/sample/default.nix', installables: 'sample' }
  expectIncremental(await job(scenario.checkout(head), { inputs }))
})

it('an output named', async () => {
  const inputs = { installables: './packages/sample#sample^out' }
  expectIncremental(await job(scenario.checkout(head), { inputs }))
})

it('the complete history', async () => {
  expectIncremental(await job(scenario.checkout(head, 0)))
})

it('a detached HEAD below the workspace, as by `path` of actions/checkout', async () => {
  const workspace = join(scenario.directory, 'workspace')
  mkdirSync(workspace)
  git(workspace, 'clone', '--quiet', '--no-local', '--depth=1', `file://${scenario.sample.directory}`, 'repo')
  git(join(workspace, 'repo'), 'checkout', '--quiet', '--detach')
  expectIncremental(await job(workspace, { inputs: { installables: './repo/packages/sample#sample' } }))
})

it('a worktree', async () => {
  const path = join(scenario.directory, 'worktree')
  git(scenario.checkout(head, 0), 'worktree', 'add', '--quiet', '--detach', path)
  expectIncremental(await job(path))
})

it('a partial clone, as by `filter` of actions/checkout', async () => {
  const path = join(scenario.directory, 'partial')
  git(
    scenario.directory,
    'clone',
    '--quiet',
    '--no-local',
    '--filter=blob:none',
    `file://${scenario.sample.directory}`,
    path,
  )
  expectIncremental(await job(path))
})

it('a submodule', async () => {
  const parent = join(scenario.directory, 'parent')
  git(scenario.directory, 'init', '--quiet', parent)
  const url = `file://${scenario.sample.directory}`
  git(parent, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', url, 'child')
  expectIncremental(await job(parent, { inputs: { installables: './child/packages/sample#sample' } }))
})

describe('a private repository', () => {
  const token = 'ghs_canary0123456789'
  let server: GitServer
  beforeAll(async () => {
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
    server = await serveGit(
      scenario.directory,
      `AUTHORIZATION: basic ${basic}`.replace(/^AUTHORIZATION: /, ''),
    )
  })
  afterAll(() => server.close())

  function checkoutFromServer(): string {
    const path = scenario.checkout(head)
    git(path, 'remote', 'set-url', 'origin', `${server.url}/origin/.git`)
    return path
  }

  it('with the credentials that the checkout persisted', async () => {
    const path = checkoutFromServer()
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
    git(path, 'config', `http.${server.url}/.extraheader`, `AUTHORIZATION: basic ${basic}`)
    expectIncremental(await job(path, { env: { GITHUB_SERVER_URL: server.url } }))
  })

  it('with the token only, which appears nowhere', async () => {
    const result = await job(checkoutFromServer(), {
      inputs: { 'github-token': token },
      env: { GITHUB_SERVER_URL: server.url },
    })
    expectIncremental(result)
    expect(JSON.stringify(result)).not.toContain(token)
  })

  it('with neither: plain, and the warning says what to do', async () => {
    const result = await job(checkoutFromServer(), { env: { GITHUB_SERVER_URL: server.url } })
    expect(result.errors).toEqual([])
    expect(result.warnings).toEqual([expect.stringMatching(/could not be fetched.*persist-credentials/)])
    expect(result.outputs.build).toBe('plain')
  })
})

it('SHA-256, which Nix cannot read: a Nix file does not go through its git', async () => {
  const other = createScenario({ modules: 2, objectFormat: 'sha256' })
  try {
    other.sample.commit('base', '2026-01-01T12:00:00Z')
    other.sample.changeLeaf()
    const revision = other.sample.commit('head', '2026-01-02T05:00:00Z')
    const inputs = { file: 'default.nix', installables: 'sample' }
    const { main } = await runAction(other.step(other.checkout(revision), { inputs }))
    expect([...main.errors, ...main.warnings]).toEqual([])
    expect(main.outputs).toMatchObject({ build: 'incremental', 'modules-compiled': '1' })
  } finally {
    other.dispose()
  }
})
