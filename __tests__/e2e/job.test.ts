import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { runAction, type StepResult } from '../../testing/action.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** The main job on real Nix and GHC, as users meet it: full build, then HEAD on top of it, then only the cache left. */
describe.each([
  ['flake', {}],
  ['classic', { file: 'default.nix' }],
])('%s', (kind, source) => {
  let scenario: Scenario
  let base: string
  let leaf: string
  let nextLeaf: string
  const installable = kind === 'flake' ? '.#sample' : 'sample'
  const inputs = () => ({
    ...source,
    installables: installable,
    cache: `file://${join(scenario.directory, 'cache')}`,
  })
  const job = (revision: string, more: Record<string, string> = {}) =>
    runAction(scenario.step(scenario.checkout(revision), { inputs: { ...inputs(), ...more } }))
  const outPath = (result: StepResult) => JSON.parse(result.outputs['out-paths'] ?? '{}')[installable][0]

  beforeAll(() => {
    scenario = createScenario()
    base = scenario.sample.commit('first', '2026-01-01T12:00:00Z')
    scenario.sample.changeLeaf()
    leaf = scenario.sample.commit('leaf', '2026-01-02T05:00:00Z')
    scenario.sample.changeLeaf(1)
    nextLeaf = scenario.sample.commit('next leaf', '2026-01-02T06:00:00Z')
  })
  afterAll(() => scenario.dispose())

  it('misses, makes and pushes the full build, and compiles one module of HEAD', async () => {
    const { main, post } = await job(leaf)
    expect(main.errors).toEqual([])
    expect(main.outputs).toMatchObject({
      revision: base,
      boundary: '2026-01-02T00:00:00Z',
      'cache-hit': 'false',
      build: 'incremental',
      'modules-compiled': '1',
      'modules-total': '9',
    })
    expect(main.exitCode).toBe(0)
    expect(main.warnings).toEqual([])
    expect(main.summary).toContain('| incremental | built now | 1 of 9 |')
    expect(main.summary).toContain('| Source file changed | 1 |')
    expect(post.exitCode).toBe(0)
    expect(post.log).toContain('Pushed incremental-nix')
    expect(scenario.leftovers()).toEqual([])
  })

  it('builds what the plain build builds', async () => {
    const { main } = await job(leaf)
    const workspace = scenario.checkout(leaf)
    const plain = kind === 'flake' ? ['.#sample'] : ['--file', 'default.nix', 'sample']
    const { stdout } = await scenario.world.nix(['build', '--no-link', '--print-out-paths', ...plain], {
      cwd: workspace,
    })
    const say = (path: string) => execFileSync(join(path, 'bin/sample'), { encoding: 'utf8' })
    expect(say(outPath(main))).toBe(say(stdout.trim()))
  })

  it('restores the full build into an empty store instead of building it', async () => {
    scenario.world.wipeStore()
    const { main, post } = await job(nextLeaf)
    expect(main.errors).toEqual([])
    expect(main.outputs).toMatchObject({
      revision: base,
      'cache-hit': 'true',
      build: 'incremental',
      'modules-compiled': '2',
      'modules-total': '9',
    })
    expect(main.summary).toContain('| restored |')
    expect(main.warnings).toEqual([])
    expect(post.log).not.toContain('Pushed')
    expect(scenario.leftovers()).toEqual([])
  })

  it('decides everything and builds nothing in mode plan', async () => {
    scenario.world.wipeStore()
    const { main } = await job(leaf, { mode: 'plan', summary: 'false' })
    expect(main.summary).toBe('')
    expect(main.outputs).toMatchObject({
      revision: base,
      build: 'none',
      'out-paths': `{"${installable}":[]}`,
    })
    expect(main.outputs['full-build-path']).toMatch(/-sample-0\.1\.0\.0-intermediates$/)
    expect(main.log).not.toContain('building ')
  })

  it('makes and pushes the full build of now in mode full', async () => {
    scenario.world.wipeStore()
    const { main } = await job(nextLeaf, { mode: 'full' })
    expect(main.outputs).toMatchObject({
      revision: nextLeaf,
      build: 'full',
      'cache-hit': 'false',
      'modules-compiled': '9',
      'modules-total': '9',
    })
    expect(main.log).toContain('Pushed incremental-nix')
    expect(main.errors).toEqual([])
    scenario.world.wipeStore()
    const again = await job(nextLeaf, { mode: 'full' })
    expect(again.main.outputs).toMatchObject({ build: 'full', 'cache-hit': 'true', 'modules-compiled': '0' })
  })
})
