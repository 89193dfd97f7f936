import type { FullBuild } from '../../src/engine/full-build.ts'
import type { HeadInstallable } from '../../src/engine/head-graph.ts'
import {
  changesOf,
  neededDependencies,
  neededOutputs,
  planPlainly,
  planUnits,
  type UnitPlan,
  type Why,
  withoutFailed,
} from '../../src/engine/unit-plan.ts'
import type { Derivation, Unit } from '../../src/graph/index.ts'
import {
  createBaseGraph,
  createDerivation,
  createFullBuild,
  createGraph,
  createUnit,
  outOf,
  storePath,
} from '../../testing/graph.ts'

const head = (name: string, options: Parameters<typeof createUnit>[1] = {}) =>
  createUnit(name, { ...options, derivation: { salt: 'head', ...options.derivation } })
const base = (name: string, options: Parameters<typeof createUnit>[1] = {}) =>
  createUnit(name, { ...options, derivation: { salt: 'base', ...options.derivation } })

const plain = (unit: Unit, why: Why): UnitPlan => ({ kind: 'plain', unit, why })
const incremental = (unit: Unit, full: FullBuild): UnitPlan => ({ kind: 'incremental', unit, full })
const unchanged = (unit: Unit, full: FullBuild): UnitPlan => ({ kind: 'unchanged', unit, full })
const noBase: Why = { code: 'no-base' }

describe('planUnits', () => {
  it.each<{
    title: string
    head: Unit
    base: readonly Unit[]
    without?: boolean
    plan: 'unchanged' | 'incremental' | Why
  }>([
    { title: 'unchanged', head: base('a'), base: [base('a')], plan: 'unchanged' },
    { title: 'changed', head: head('a'), base: [base('a')], plan: 'incremental' },
    { title: 'new', head: head('a'), base: [base('b')], plan: { code: 'new' } },
    {
      title: 'changed, without a full build',
      head: head('a'),
      base: [base('a')],
      without: true,
      plan: { code: 'cannot-be-rewritten' },
    },
    {
      title: 'unchanged, without a full build',
      head: base('a'),
      base: [base('a')],
      without: true,
      plan: { code: 'cannot-be-rewritten' },
    },
    {
      title: 'unchanged, with a compiler that is too old',
      head: base('a', { obstacle: { code: 'compiler-too-old', detail: '9.2.8' } }),
      base: [base('a')],
      plan: { code: 'compiler-too-old', detail: '9.2.8' },
    },
  ])('$title', ({ head, base, without = false, plan }) => {
    const fullBuilds = without ? [] : base.map((unit) => createFullBuild(unit))
    const expected =
      typeof plan === 'string'
        ? { kind: plan, unit: head, full: fullBuilds[0] }
        : { kind: 'plain', unit: head, why: plan }
    expect(planUnits([head], createBaseGraph(base, { fullBuilds }))).toEqual([expected])
  })
})

it('plans plainly where there is nothing to build on', () => {
  const units = [head('a'), head('b')]
  expect(planPlainly(units, noBase)).toEqual(units.map((unit) => plain(unit, noBase)))
})

describe('neededOutputs', () => {
  const outputs = ['out', 'doc']
  const a = base('a', { derivation: { salt: 'base', outputs } })
  const b = base('b', { derivation: { salt: 'base', inputs: [a.derivation] } })
  const c = head('c', { derivation: { inputs: [b.derivation] } })
  const [fullA, fullB, fullC] = [a, b, base('c')].map((unit) => createFullBuild(unit)) as [
    FullBuild,
    FullBuild,
    FullBuild,
  ]
  const image = createDerivation('image', { inputs: [c.derivation] })
  const wants = (derivation: Derivation, wanted: readonly string[] = ['out']): HeadInstallable => ({
    text: derivation.name,
    wanted: [
      {
        derivation: derivation.path,
        outputs: Object.fromEntries(wanted.map((output) => [output, outOf(derivation, output)])),
      },
    ],
  })

  it.each<{
    title: string
    graph: readonly Derivation[]
    installables: readonly HeadInstallable[]
    plans: readonly UnitPlan[]
    needed: readonly (readonly [FullBuild, readonly string[]])[]
  }>([
    { title: 'nothing without units', graph: [image], installables: [wants(image)], plans: [], needed: [] },
    {
      title: 'intermediates, and what a changed unit needs of an unchanged one, and not what only that needs',
      graph: [a.derivation, b.derivation, c.derivation, image],
      installables: [wants(image)],
      plans: [unchanged(a, fullA), unchanged(b, fullB), incremental(c, fullC)],
      needed: [
        [fullC, ['intermediates']],
        [fullB, ['out']],
      ],
    },
    {
      title: 'what a plain unit needs of an unchanged one',
      graph: [a.derivation, b.derivation, c.derivation],
      installables: [wants(c.derivation)],
      plans: [unchanged(a, fullA), plain(b, noBase), unchanged(c, fullC)],
      needed: [
        [fullA, ['doc', 'out']],
        [fullC, ['out']],
      ],
    },
    {
      title: 'nothing of what is built plainly',
      graph: [a.derivation],
      installables: [wants(a.derivation)],
      plans: [plain(a, noBase)],
      needed: [],
    },
    {
      title: 'the outputs of an installable',
      graph: [a.derivation],
      installables: [wants(a.derivation, ['doc'])],
      plans: [unchanged(a, fullA)],
      needed: [[fullA, ['doc']]],
    },
    {
      title: 'each output once',
      graph: [a.derivation, b.derivation],
      installables: [wants(a.derivation, ['out']), wants(a.derivation, ['doc']), wants(b.derivation)],
      plans: [unchanged(a, fullA), incremental(b, fullB)],
      needed: [
        [fullB, ['intermediates']],
        [fullA, ['doc', 'out']],
      ],
    },
    {
      title: 'nothing of an installable that is a store path',
      graph: [a.derivation],
      installables: [
        { text: '.#path', wanted: [{ derivation: undefined, outputs: { out: storePath('a') } }] },
      ],
      plans: [unchanged(a, fullA)],
      needed: [],
    },
  ])('$title', ({ graph, installables, plans, needed }) => {
    expect([...neededOutputs({ graph: createGraph(graph), installables }, plans)]).toEqual(needed)
  })
})

it.each<{
  title: string
  graph: readonly string[]
  dependencies: readonly string[]
  needed: readonly string[]
}>([
  { title: 'none', graph: ['a'], dependencies: [], needed: [] },
  { title: 'what HEAD would build', graph: ['a', 'b', 'unit'], dependencies: ['b', 'c'], needed: ['b'] },
  { title: 'nothing that HEAD has', graph: ['unit'], dependencies: ['a'], needed: [] },
])('neededDependencies: $title', ({ graph, dependencies, needed }) => {
  const built = createGraph(graph.map((name) => createDerivation(name)))
  const paths = dependencies.map((name) => storePath(name))
  const entries = [{ entry: { key: 'key', paths }, outputs: new Map() }]
  const dependent = createBaseGraph([], { dependencies: entries })
  expect(neededDependencies(built, dependent)).toEqual(needed.map((name) => storePath(name)))
  expect(neededDependencies(built, createBaseGraph([]))).toEqual([])
})

describe('changesOf', () => {
  const a = base('a', { derivation: { salt: 'base', outputs: ['out', 'doc'] } })
  const full = createFullBuild(a)
  const outputOf = (output: string) => ({ derivation: full.derivation, output, path: full.outputs[output] })

  it('changes nothing of what is plain', () => {
    expect(changesOf([plain(a, noBase)])).toEqual(new Map())
  })

  it('starts from the intermediates of the full build', () => {
    const unit = head('a')
    expect(changesOf([incremental(unit, full)])).toEqual(
      new Map([
        [
          unit.derivation.path,
          { kind: 'resume', adapter: 'haskell', from: outputOf('intermediates'), distrust: false },
        ],
      ]),
    )
  })

  it('puts all outputs of the full build in the place of the unit', () => {
    const by = new Map(['out', 'doc'].map((output) => [output, outputOf(output)]))
    expect(changesOf([unchanged(a, full)])).toEqual(new Map([[a.derivation.path, { kind: 'replace', by }]]))
  })
})

describe('withoutFailed', () => {
  //  a – b – d – top
  //    \ c ––––/      e
  const a = head('a')
  const b = head('b', { derivation: { inputs: [a.derivation] } })
  const c = head('c', { derivation: { inputs: [a.derivation] } })
  const between = createDerivation('between', { inputs: [b.derivation] })
  const d = head('d', { derivation: { inputs: [between] } })
  const top = createDerivation('top', { inputs: [d.derivation, c.derivation] })
  const e = head('e')
  const units = { a, b, c, d, e }
  const graph = createGraph([a, b, c, e].map((unit) => unit.derivation).concat(between, d.derivation, top))
  const plans = Object.values(units).map((unit) => incremental(unit, createFullBuild(base(unit.package))))

  it.each<{ failed: readonly Derivation[]; plain: string }>([
    { failed: [], plain: '' },
    { failed: [a.derivation], plain: 'a' },
    { failed: [c.derivation], plain: 'ac' },
    { failed: [d.derivation], plain: 'abd' },
    { failed: [between], plain: 'ab' },
    { failed: [top], plain: 'abcd' },
    { failed: [c.derivation, e.derivation], plain: 'ace' },
    { failed: [createDerivation('not in the graph')], plain: '' },
  ])('builds plainly: $plain', ({ failed, plain: expected }) => {
    const next = withoutFailed(
      graph,
      plans,
      failed.map(({ path }) => path),
    )
    const failure: Why = { code: 'incremental-build-failed' }
    expect(next).toEqual(
      plans.map((plan) => (expected.includes(plan.unit.package) ? plain(plan.unit, failure) : plan)),
    )
  })

  it('keeps why a unit was plain before', () => {
    const before = [plain(a, noBase)]
    expect(withoutFailed(graph, before, [top.path])).toEqual(before)
  })

  it('keeps what did not change the same object, by which one sees that nothing is left to try', () => {
    const next = withoutFailed(graph, plans, [c.derivation.path])
    expect(next.map((plan, index) => plan === plans[index])).toEqual([false, true, false, true, true])
    expect(withoutFailed(graph, next, [c.derivation.path]).every((plan, index) => plan === next[index])).toBe(
      true,
    )
  })
})
