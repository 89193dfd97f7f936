import { buildOnTop } from '../../src/engine/modes/incremental.ts'
import type { Settings } from '../../src/engine/settings.ts'
import type { Derivation } from '../../src/graph/index.ts'
import { setLog } from '../../src/lib/log.ts'
import { createEngine, createPackage, rewritten, silentLog, type World } from '../../testing/engine.ts'
import { createDerivation, createFetched, outOf, storePath } from '../../testing/graph.ts'

// The base where what units are made with changed since the boundary.

setLog(silentLog)

const ghc = createDerivation('ghc-9.6.6')

const source = createFetched('source.tar.gz')

/** A package of somebody else. `salt`: what its library of the system is, say. */
function released(name: string, version: string, salt = '') {
  const env = { src: outOf(source) }
  const made = createPackage(name, { inputs: [ghc, source], env, salt: `${version} ${salt}` })
  return { ...made, name: `${name}-${version}` }
}
const [text1, text2] = [released('text', '1.2'), released('text', '2.0')]

/** A library and a program on it, both of this repository. */
function program(salt: string, ...others: readonly Derivation[]) {
  const library = createPackage('library', {
    inputs: [ghc, ...others],
    salt: others.map((one) => outOf(one)).join(),
  })
  return { library, top: createPackage('program', { salt, inputs: [ghc, library] }) }
}
const [before, first, second, head] = [
  program('before', text1),
  program('first', text2),
  program('second', text2),
  program('head', text2),
]
const stored = [ghc, source, text1, text2]
const world: World = {
  derivations: [...stored, ...[before, first, second, head].flatMap(({ library, top }) => [library, top])],
  base: before.top,
  between: { b: head.top, e: second.top, d: first.top, f: before.top },
  head: head.top,
  valid: stored.map((one) => outOf(one)),
}

async function run(
  change: Partial<World> = {},
  { settings, event = 'push' }: { readonly settings?: Partial<Settings>; readonly event?: string } = {},
) {
  const engine = createEngine({ ...world, ...change }, { caches: [{ kind: 'github' }], ...settings }, {
    event: { name: event },
    occasion: { event },
  } as never)
  await buildOnTop(engine.context, engine.progress)
  const { deeds, progress, context } = engine
  return {
    evaluated: deeds.evaluated.join(''),
    built: deeds.built.map((some) => some.toSorted()),
    base: progress.base,
    builds: Object.fromEntries(
      progress.units.map(({ package: name, build, reason }) => [name, reason ?? build]),
    ),
    pushed: deeds.pushed.flatMap(({ wanted }) =>
      wanted.flatMap(({ key }) => /-(library|program)-(.)\2{39}-/.exec(key)?.slice(1, 3).join(' ') ?? []),
    ),
    restored: deeds.restored,
    warnings: context.ladder.warnings,
  }
}

it('is the commit with which other versions of packages came', async () => {
  const { evaluated, built, base, builds, pushed, warnings } = await run()
  expect(warnings).toEqual([])
  expect(base).toMatchObject({ revision: 'd'.repeat(40), fitting: true, coarser: { fitting: false } })
  // Not the next one, which has them too.
  expect(evaluated).toBe('adf')
  expect(built).toEqual([
    [`${rewritten(first.top.path)}^intermediates`, `${rewritten(first.library.path)}^out`].sort(),
    [`${rewritten(head.top.path)}^out`],
  ])
  expect(builds).toEqual({ library: 'unchanged', program: 'incremental' })
  expect(pushed.sort()).toEqual(['library d', 'program d'])
})

it('needs nothing of the truncated revision where the cache has its full builds', async () => {
  const { built, restored, pushed } = await run({ cached: (key) => key.includes('d'.repeat(40)) })
  expect(built).toEqual([[`${rewritten(head.top.path)}^out`]])
  expect(restored).toHaveLength(2)
  expect(pushed).toEqual([])
})

it('is found by two evaluations where the cache has its full builds, however many commits there are', async () => {
  const [young, old] = ['ghijklm', 'nopqrst'].map((letters, index) =>
    Object.fromEntries([...letters].map((letter) => [letter, (index === 0 ? second : before).top])),
  )
  const between = { b: head.top, ...young, d: first.top, ...old }
  const { evaluated, base } = await run({ between, cached: (key) => key.includes('d'.repeat(40)) })
  expect([evaluated, base?.revision]).toEqual(['adn', 'd'.repeat(40)])
})

it('is HEAD itself where HEAD changed them: it is built so that later commits can be built on it', async () => {
  const { evaluated, base, built, builds, pushed } = await run({
    between: { b: head.top, e: before.top, d: before.top },
  })
  expect(base).toMatchObject({ revision: 'b'.repeat(40), fitting: true })
  expect(evaluated).toBe('aeb')
  expect(built[0]).toEqual([`${rewritten(head.top.path)}^out`])
  expect(builds).toEqual({ library: 'unchanged', program: 'unchanged' })
  // Real Nix makes the library's on the way, of which this one knows nothing.
  expect(pushed).toEqual(['program b'])
})

const lost = 'the full build is missing and of no use: packages changed (text-2.0)'

it('is not the merge that was made for a pull request alone: that is built plainly at once', async () => {
  const { base, built, builds, warnings } = await run(
    { between: { b: head.top, e: before.top } },
    { event: 'pull_request' },
  )
  expect(base).toMatchObject({ revision: 'a'.repeat(40), fitting: false })
  expect(built).toHaveLength(1)
  expect([builds, warnings]).toEqual([{ library: lost, program: lost }, []])
})

it('is that of the base branch for a pull request that has it from there', async () => {
  const { base } = await run({}, { event: 'pull_request' })
  expect(base).toMatchObject({ revision: 'd'.repeat(40) })
})

it('is no commit that does not evaluate', async () => {
  const { base, warnings } = await run({
    between: { b: head.top, e: second.top, d: 'does not evaluate', f: before.top },
  })
  expect([base?.revision, warnings]).toEqual(['e'.repeat(40), []])
})

it.each<[string, Parameters<typeof run>]>([
  ['where the user named it', [{}, { settings: { revisions: ['main'] } }]],
  ['where the walk is no line', [{}, { settings: { parents: 'all' } }]],
])('stays %s', async (_, given) => {
  const { base, builds } = await run(...given)
  expect(base).toMatchObject({ revision: 'a'.repeat(40), fitting: false })
  expect(builds).toEqual({ library: lost, program: lost })
})

describe('which units do not fit', () => {
  const found = async (
    base: ReturnType<typeof program>,
    now: ReturnType<typeof program>,
    more: readonly Derivation[],
  ) => {
    const all = [base, now].flatMap(({ library, top }) => [library, top])
    const result = await run({
      derivations: [...stored, ...more, ...all],
      valid: [...stored, ...more].map((one) => outOf(one)),
      base: base.top,
      head: now.top,
      between: {},
    })
    return [result.evaluated, result.builds]
  }
  const fine = ['a', { library: 'incremental', program: 'incremental' }]

  it('not those for which only store paths differ', async () => {
    const other = released('text', '1.2', 'another libc')
    expect(await found(before, program('now', other), [other])).toEqual(fine)
  })

  it('not those that need one package more, or less', async () => {
    const more = released('time', '1.12')
    expect(await found(before, program('now', text1, more), [more])).toEqual(fine)
    expect(await found(program('then', text1, more), program('now', text1), [more])).toEqual([
      'a',
      { library: 'incremental', program: 'incremental' },
    ])
  })

  it('not those for which a package of another kind has another version', async () => {
    const tool = (version: string) =>
      createDerivation(`tool-${version}`, {
        salt: version,
        inputs: [source],
        env: {
          src: outOf(source),
          pname: 'tool',
          nativeBuildInputs: storePath('go-1.24.4'),
          configurePhase: 'export GOCACHE=$TMPDIR/go-cache',
          buildPhase: 'runHook preBuild\ngo build\n',
        },
      })
    const [one, two] = [tool('1'), tool('2')]
    expect(await found(program('then', text1, one), program('now', text1, two), [one, two])).toEqual(fine)
  })

  it('not those above a library of the repository that has another version', async () => {
    const now = program('now', text1)
    const renamed = { ...now.library, name: 'library-1.1' }
    expect(await found(before, { library: renamed, top: now.top }, [])).toEqual([
      'a',
      { library: 'unchanged', program: 'incremental' },
    ])
  })
})
