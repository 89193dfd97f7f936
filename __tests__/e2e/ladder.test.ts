import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAction, type StepResult } from '../../testing/action.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/**
 * The ladder: whatever is missing, HEAD is built as if the action were not there, and one warning says why. All the
 * HEADs of the first table share one base, so one full build serves them all.
 */
let scenario: Scenario
let base: string

beforeAll(() => {
  scenario = createScenario()
  base = scenario.sample.commit('base', '2026-01-01T12:00:00Z')
})
afterAll(() => scenario.dispose())

const morning = '2026-01-02T05:00:00Z'
let branches = 0

/** A commit on top of `start`, which is the base unless named. */
function head(change: () => void, start = base): string {
  const { sample } = scenario
  sample.branch(`head-${++branches}`, start)
  change()
  return sample.commit('head', morning)
}

/** A job in a new checkout of the commit, unless one is given. */
async function job(
  revision: string,
  inputs: Record<string, string> = {},
  workspace = scenario.checkout(revision),
): Promise<StepResult> {
  const step = scenario.step(workspace, { inputs: { installables: '.#sample', ...inputs } })
  const { main, post } = await runAction(step)
  expect(post.exitCode).toBe(0)
  expect(scenario.leftovers()).toEqual([])
  return main
}

/** The program that was built says the same as the one of the plain build. */
async function expectSameProgram(result: StepResult, revision: string): Promise<void> {
  const { stdout } = await scenario.world.nix(['build', '--no-link', '--print-out-paths', '.#sample'], {
    cwd: scenario.checkout(revision),
  })
  const say = (path: string) => execFileSync(join(path, 'bin/sample'), { encoding: 'utf8' })
  expect(say(JSON.parse(result.outputs['out-paths'] ?? '')['.#sample'][0])).toBe(say(stdout.trim()))
}

let edits = 0
/** An edit that no other test makes, of one module: what was built before, even plainly, is of no use then. */
function editOne(): void {
  scenario.sample.edit(moduleFile(), (text) => `${text}\n-- Edit ${++edits}.\n`)
}

function addDependency(): void {
  const { sample } = scenario
  sample.edit('sample.cabal', (text) => text.replace(/build-depends:\s+base/, '$&, containers'))
  sample.edit('package.nix', (text) =>
    text
      .replace('base, lib', 'base, containers, lib')
      .replace('libraryHaskellDepends = [ base', '$& containers'),
  )
}

const moduleFile = () => {
  const { sample } = scenario
  return `src/${sample.modules[0]?.replaceAll('.', '/')}.hs`
}

describe('stays incremental', () => {
  const cases: [string, () => void, string][] = [
    ['on a changed leaf', () => scenario.sample.changeLeaf(), '1'],
    ['on a changed interface', () => scenario.sample.changeInterface(), '2'],
    ['on a version bump', () => scenario.sample.bumpVersion('0.2.0.0'), '0'],
    ['on a new dependency', () => addDependency(), '0'],
    ['with nothing changed in the package', () => scenario.sample.write('README.md', 'new'), '0'],
  ]
  it.each(cases)('%s', async (_, change, compiled) => {
    const revision = head(change)
    const result = await job(revision)
    expect(result.errors).toEqual([])
    expect(result.warnings).toEqual([])
    expect(result.outputs).toMatchObject({
      build: 'incremental',
      revision: base,
      'modules-compiled': compiled,
      'modules-total': '9',
    })
    await expectSameProgram(result, revision)
  })

  it('on the merge commit of a pull request, by the full build of the base branch', async () => {
    const { sample } = scenario
    const topic = head(() => sample.changeLeaf(1))
    sample.checkout(head(() => sample.changeLeaf()))
    const result = await job(sample.merge(topic, '2026-01-02T09:00:00Z'))
    expect(result.outputs).toMatchObject({ build: 'incremental', revision: base, 'modules-compiled': '2' })
  })

  it('with two libraries in the package', async () => {
    const from = head(() => {
      scenario.sample.write('src-inner/Inner.hs', 'module Inner where\n\ninner :: Int\ninner = 1\n')
      scenario.sample.edit('package.nix', (text) => text.replace('(src|', '(src|src-inner|'))
      scenario.sample.edit('sample.cabal', (text) =>
        text.replace(
          /^executable/m,
          'library inner\n  default-language: Haskell2010\n  hs-source-dirs: src-inner\n  exposed-modules: Inner\n  build-depends: base\n\n$&',
        ),
      )
    })
    const revision = head(() => scenario.sample.changeLeaf(), from)
    const result = await job(revision, { revision: from })
    expect([...result.errors, ...result.warnings]).toEqual([])
    expect(result.outputs).toMatchObject({ build: 'incremental', 'modules-compiled': '1' })
  })

  it('on uncommitted changes, which are built', async () => {
    const workspace = scenario.checkout(base)
    const file = join(workspace, 'app/Main.hs')
    writeFileSync(file, `module Main (main) where\n\nmain :: IO ()\nmain = putStrLn "not committed"\n`)
    const result = await job(base, { revision: base }, workspace)
    expect(result.outputs).toMatchObject({ build: 'incremental', 'modules-compiled': '1' })
    const [out] = JSON.parse(result.outputs['out-paths'] ?? '')['.#sample']
    expect(execFileSync(join(out, 'bin/sample'), { encoding: 'utf8' })).toBe('not committed\n')
  })
})

describe('steps down to the plain build', () => {
  const cases: [string, { change: () => void; start?: () => string; warning: string }][] = [
    [
      'when GHC changed',
      {
        change: () => scenario.sample.pretendGhc('9.8.1'),
        warning: 'the compiler changed since the full build (ghc-',
      },
    ],
    [
      'when GHC is too old',
      {
        start: () => head(() => scenario.sample.pretendGhc('9.2.8')),
        change: () => scenario.sample.changeLeaf(),
        warning: 'GHC 9.2.8 decides by time stamps',
      },
    ],
    [
      'when the base does not evaluate',
      {
        start: () =>
          head(() => scenario.sample.write('package.nix', '{ mkDerivation, base, lib }: mkDerivation {')),
        change: () => {
          scenario.sample.bumpVersion('0.1.0.0')
          editOne()
        },
        warning: 'the commit of the full build does not evaluate (syntax error',
      },
    ],
    [
      'when the base does not compile',
      {
        start: () =>
          head(() => {
            scenario.sample.edit(moduleFile(), (text) => `${text}\nbroken :: Int\nbroken = "text"\n`)
          }),
        change: () => {
          scenario.sample.edit(moduleFile(), (text) => text.replace('\nbroken :: Int\nbroken = "text"\n', ''))
          editOne()
        },
        warning: 'the full build failed (',
      },
    ],
  ]
  it.each(cases)('%s', async (_, { change, start, warning }) => {
    const from = start?.() ?? base
    const revision = head(change, from)
    const result = await job(revision, { revision: from })
    expect(result.errors).toEqual([])
    expect(result.warnings).toEqual([expect.stringContaining(warning)])
    expect(result.exitCode).toBe(0)
    expect(result.outputs.build).toBe('plain')
    expect(JSON.parse(result.outputs['out-paths'] ?? '')['.#sample']).toHaveLength(1)
    expect(result.summary).toContain('Built without the optimisation')
  })

  it('when the commit of the full build cannot be fetched', async () => {
    const revision = head(() => scenario.sample.changeLeaf(1))
    const workspace = scenario.checkout(revision)
    execFileSync('git', ['remote', 'set-url', 'origin', 'file:///nonexistent'], { cwd: workspace })
    const result = await job(revision, {}, workspace)
    expect(result.errors).toEqual([])
    expect(result.warnings).toEqual([expect.stringContaining('could not be fetched')])
    expect(result.outputs).toMatchObject({ build: 'plain', revision: '' })
  })

  it('when the incremental build fails and the plain one does not', async () => {
    const first = await job(head(editOne))
    const full = first.outputs['full-build-path'] ?? ''
    // A full build that was damaged: where GHC has to write an object, there is a directory.
    const [module = ''] = scenario.sample.modules
    const object = join(full, 'dist/build', `${module.replaceAll('.', '/')}.o`)
    renameSync(object, `${object}-lost`)
    mkdirSync(object)
    try {
      const result = await job(head(editOne))
      expect(result.errors).toEqual([])
      expect(result.warnings).toEqual([expect.stringContaining('the incremental build failed (')])
      expect(result.outputs).toMatchObject({ build: 'plain', 'modules-compiled': '9' })
    } finally {
      rmdirSync(object)
      renameSync(`${object}-lost`, object)
    }
  })
})

describe('built as it is, without a warning', () => {
  it('what the base does not have', async () => {
    const revision = head(() => {
      scenario.sample.edit('flake.nix', (text) =>
        text
          .replace('packages.sample', 'packages.other')
          .replace('default =', 'added = packages.other; default ='),
      )
    })
    const result = await job(revision, { installables: '.#added' })
    expect([...result.errors, ...result.warnings]).toEqual([])
    expect(result.log).toContain('.#added: the commit of the full build does not have it.')
    expect(result.outputs).toMatchObject({ build: 'plain', 'modules-compiled': '2' })
    expect(JSON.parse(result.outputs.units ?? '')).toMatchObject([
      { name: 'other-2.0', build: 'plain', reason: 'new since the full build' },
    ])
  })

  it('what no compiler of ours makes', async () => {
    const result = await job(
      head(() => scenario.sample.changeLeaf(1)),
      { installables: '.#script' },
    )
    expect([...result.errors, ...result.warnings]).toEqual([])
    expect(result.outputs).toMatchObject({ build: 'plain', units: '[]' })
    expect(result.log).toContain('Nothing that is to be built for .#script is compiled by')
    expect(JSON.parse(result.outputs['out-paths'] ?? '')['.#script'][0]).toMatch(/-script-1\.0$/)
  })

  it('files that are not committed, out of the work tree', async () => {
    const revision = head(() => {
      scenario.sample.edit('default.nix', (text) =>
        text.replace('./package.nix { }', './package.nix (import ./new.nix)'),
      )
      editOne()
    })
    const workspace = scenario.checkout(revision)
    writeFileSync(join(workspace, 'new.nix'), '{ }')
    const result = await job(revision, { file: 'default.nix', installables: 'sample' }, workspace)
    expect([...result.errors, ...result.warnings]).toEqual([])
    expect(result.outputs).toMatchObject({ build: 'incremental', 'modules-compiled': '1' })
  })
})

describe('several installables', () => {
  it('share their units, whatever else is among them', async () => {
    const installables = '.#sample\n.#script\n.#client'
    const revision = head(() => {
      editOne()
      scenario.sample.edit('client/Main.hs', (text) => `${text}\n-- Edit ${edits}.\n`)
    })
    const result = await job(revision, { installables })
    expect([...result.errors, ...result.warnings]).toEqual([])
    expect(result.outputs.build).toBe('incremental')
    const units = JSON.parse(result.outputs.units ?? '') as { name: string; build: string }[]
    expect(Object.fromEntries(units.map(({ name, build }) => [name, build]))).toMatchObject({
      'client-1.0': 'incremental',
      'sample-0.1.0.0': 'incremental',
    })
    const outPaths = JSON.parse(result.outputs['out-paths'] ?? '')
    expect(outPaths['.#script'][0]).toMatch(/-script-1\.0$/)
    expect(outPaths['.#client'][0]).toMatch(/-client-1\.0$/)
    expect(execFileSync(join(outPaths['.#client'][0], 'bin/client'), { encoding: 'utf8' })).toBe(
      'hello, other\n',
    )
  })
})

describe('fails', () => {
  const broken = () =>
    head(() => {
      scenario.sample.edit(moduleFile(), (text) => `${text}\nbroken :: Int\nbroken = "text"\n`)
    })

  const builds = ({ log }: StepResult) =>
    log.split('\n').filter((line) => line === 'building sample-0.1.0.0').length

  it('at once by an error of the compiler at a line of HEAD', async () => {
    const result = await job(broken())
    expect(result.exitCode).toBe(1)
    expect(result.errors).toEqual([
      expect.stringMatching(/^\.#sample does not build: .*\. The errors are the compiler's own,/),
    ])
    expect(result.log).toContain("Couldn't match")
    expect(builds(result)).toBe(1)
    expect(result.log).not.toContain('what the plain build comes to counts')
    // For steps with `if: failure()`.
    expect(result.outputs).toMatchObject({ build: 'none', revision: base, 'out-paths': '{}' })
  })

  it('by the plain build, if all is to be confirmed', async () => {
    const result = await job(broken(), { 'confirm-failures': 'always' })
    expect(result.exitCode).toBe(1)
    expect(result.warnings).toEqual([])
    expect(result.errors).toEqual([expect.stringMatching(/^\.#sample does not build: /)])
    expect(result.errors[0]).not.toContain("compiler's own")
    expect(result.log).toContain('what the plain build comes to counts')
  })

  it('at once with `strict`', async () => {
    const result = await job(broken(), { strict: 'true', 'confirm-failures': 'always' })
    expect(result.exitCode).toBe(1)
    expect(result.errors).toEqual([expect.stringContaining('`strict: true` makes this a failure')])
    expect(builds(result)).toBe(1)
  })

  it('if HEAD does not evaluate', async () => {
    const result = await job(head(() => scenario.sample.write('flake.nix', '{ outputs = ')))
    expect(result.exitCode).toBe(1)
    expect(result.warnings).toEqual([])
    expect(result.errors).toEqual([
      expect.stringMatching(/`installables`.*does not evaluate at HEAD: syntax error/),
    ])
  })

  it('if HEAD does not have the installable', async () => {
    const result = await job(base, { installables: '.#nope' })
    expect(result.exitCode).toBe(1)
    expect(result.errors).toEqual([expect.stringMatching(/`installables`: `.#nope` does not exist at HEAD/)])
  })
})
