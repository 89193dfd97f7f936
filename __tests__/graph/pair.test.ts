import { type Obstacle, pairUnits, type Unit, type Unpaired } from '../../src/graph/index.ts'
import { createUnit, storePath } from '../../testing/graph.ts'

type Options = Parameters<typeof createUnit>[1]

const compiler = storePath('ghc-9.6.6')
const env = { version: '1.0', ghc: compiler, flags: '-O1' }
const head = (name: string, { derivation, ...options }: Options = {}) =>
  createUnit(name, { ...options, derivation: { salt: `head ${name}`, env, ...derivation } })
const base = (name: string, { derivation, ...options }: Options = {}) =>
  createUnit(name, { ...options, derivation: { salt: `base ${name}`, env, ...derivation } })
/** The same package built in another way. */
const variant = (kind: string, more: Readonly<Record<string, string>> = {}, name = 'foo-1.0') => ({
  derivation: { name, salt: `${kind} ${JSON.stringify(more)}`, env: { ...env, kind, ...more } },
})
const headVariant = (...args: Parameters<typeof variant>) => head('foo', atHead(variant(...args)))
const baseVariant = (...args: Parameters<typeof variant>) => base('foo', variant(...args))
function atHead({ derivation }: ReturnType<typeof variant>) {
  return { derivation: { ...derivation, salt: `head ${derivation.salt}` } }
}
const tooOld: Obstacle = { code: 'compiler-too-old', detail: '9.2.8' }

/** The index of the base's unit, `changed` unless it says otherwise, or why there is none. */
type Answer = number | { readonly unchanged: number } | Unpaired

const isNew: Unpaired = { code: 'new' }
const ambiguous: Unpaired = { code: 'ambiguous' }

const cases: readonly {
  title: string
  head: readonly Unit[]
  base: readonly Unit[]
  answers: readonly Answer[]
}[] = [
  { title: 'nothing', head: [], base: [], answers: [] },
  { title: 'the same derivation', head: [base('foo')], base: [base('foo')], answers: [{ unchanged: 0 }] },
  { title: 'a change', head: [head('foo')], base: [base('foo')], answers: [0] },
  {
    title: 'one of two that changed',
    head: [head('foo'), base('bar')],
    base: [base('foo'), base('bar')],
    answers: [0, { unchanged: 1 }],
  },
  {
    title: 'a version bump',
    head: [head('foo', { derivation: { name: 'foo-1.1', env: { ...env, version: '1.1' } } })],
    base: [base('foo')],
    answers: [0],
  },
  { title: 'a new package', head: [head('foo'), head('bar')], base: [base('bar')], answers: [isNew, 0] },
  { title: 'an empty base', head: [head('foo')], base: [], answers: [isNew] },
  {
    title: 'a package that was removed',
    head: [head('foo')],
    base: [base('bar'), base('foo')],
    answers: [1],
  },
  { title: 'a package under a new name', head: [head('new')], base: [base('old')], answers: [isNew] },
  {
    title: 'variants, in whatever order',
    head: [headVariant('dynamic'), headVariant('static')],
    base: [baseVariant('static'), baseVariant('dynamic')],
    answers: [1, 0],
  },
  {
    title: 'variants of which one is unchanged',
    head: [headVariant('dynamic'), baseVariant('static')],
    base: [baseVariant('static'), baseVariant('dynamic')],
    answers: [1, { unchanged: 0 }],
  },
  {
    title: 'variants that other store paths differ in',
    head: [
      headVariant('dynamic', { dependency: storePath('text', 'new') }),
      headVariant('static', { dependency: storePath('text', 'new') }),
    ],
    base: [
      baseVariant('static', { dependency: storePath('text', 'old') }),
      baseVariant('dynamic', { dependency: storePath('text', 'old') }),
    ],
    answers: [1, 0],
  },
  {
    title: 'variants that only their names tell apart',
    head: [headVariant('x', {}, 'foo-static-1.0'), headVariant('x', {}, 'foo-1.0')].map((unit, index) => ({
      ...unit,
      derivation: { ...unit.derivation, path: storePath(`head-${index}.drv`) },
    })),
    base: [baseVariant('x', {}, 'foo-1.0'), baseVariant('x', {}, 'foo-static-1.0')].map((unit, index) => ({
      ...unit,
      derivation: { ...unit.derivation, path: storePath(`base-${index}.drv`) },
    })),
    answers: [1, 0],
  },
  {
    title: 'a variant that is new',
    head: [headVariant('dynamic'), headVariant('static', { static: '1' })],
    base: [baseVariant('dynamic')],
    answers: [0, ambiguous],
  },
  {
    title: 'a variant that was removed',
    head: [headVariant('static', { static: '1' })],
    base: [baseVariant('dynamic'), baseVariant('static', { static: '1' })],
    answers: [1],
  },
  {
    title: 'two at the base that are equally near',
    head: [headVariant('new')],
    base: [baseVariant('a'), baseVariant('b')],
    answers: [ambiguous],
  },
  {
    title: 'two at HEAD that are equally near to the one base',
    head: [headVariant('a'), headVariant('b')],
    base: [baseVariant('old')],
    answers: [ambiguous, ambiguous],
  },
  {
    title: 'two compilers',
    head: [head('foo', { compiler: 'ghc-9.8.4', derivation: { salt: 'head 9.8' } }), head('foo')],
    base: [base('foo'), base('foo', { compiler: 'ghc-9.8.4', derivation: { salt: 'base 9.8' } })],
    answers: [1, 0],
  },
  {
    title: 'another compiler',
    head: [head('foo', { compiler: 'ghc-9.8.4' })],
    base: [base('foo')],
    answers: [{ code: 'compiler-changed', detail: 'ghc-9.6.6 -> ghc-9.8.4' }],
  },
  {
    title: 'a compiler that was added',
    head: [head('foo', { compiler: 'ghc-9.8.4', derivation: { salt: 'head 9.8' } }), head('foo')],
    base: [base('foo')],
    answers: [{ code: 'compiler-changed', detail: 'ghc-9.6.6 -> ghc-9.8.4' }, 0],
  },
  {
    title: 'a compiler at HEAD that is too old',
    head: [head('foo', { obstacle: tooOld })],
    base: [base('foo')],
    answers: [tooOld],
  },
  {
    title: 'a compiler that is too old on both sides, and no change',
    head: [base('foo', { obstacle: tooOld })],
    base: [base('foo', { obstacle: tooOld })],
    answers: [tooOld],
  },
  {
    title: 'an obstacle at the base alone',
    head: [head('foo')],
    base: [base('foo', { obstacle: tooOld })],
    answers: [tooOld],
  },
  {
    title: 'two systems',
    head: [head('foo', { derivation: { system: 'aarch64-linux', salt: 'head arm' } }), head('foo')],
    base: [base('foo'), base('foo', { derivation: { system: 'aarch64-linux', salt: 'base arm' } })],
    answers: [1, 0],
  },
  {
    title: 'another system',
    head: [head('foo', { derivation: { system: 'aarch64-linux' } })],
    base: [base('foo')],
    answers: [isNew],
  },
  {
    title: 'the same name in two adapters',
    head: [head('foo', { adapter: 'rust' })],
    base: [base('foo')],
    answers: [isNew],
  },
  {
    title: 'two that want the same base, of which one is nearer',
    head: [headVariant('a', { extra: '1' }), headVariant('a', { extra: '2' })],
    base: [baseVariant('a', { extra: '2' })],
    answers: [ambiguous, 0],
  },
]

it.each(cases)('$title', ({ head, base, answers }) => {
  const pairings = pairUnits(head, base)
  const found = pairings.map((pairing): Answer => {
    if (pairing.kind === 'unpaired') return pairing.why
    const index = base.indexOf(pairing.base)
    return pairing.kind === 'changed' ? index : { unchanged: index }
  })
  expect(found).toEqual(answers)
  expect(pairings.map((pairing) => pairing.head)).toEqual(head)
})

it('uses no base twice, and gives the same answers in any order', () => {
  const kinds = ['a', 'b', 'c', 'd', 'e']
  const heads = kinds.flatMap((kind) => ['1', '2'].map((extra) => headVariant(kind, { extra })))
  const bases = ['b', 'c', 'd', 'x'].flatMap((kind) =>
    ['2', '3'].map((extra) => baseVariant(kind, { extra })),
  )
  const pairsOf = (some: readonly Unit[], others: readonly Unit[]) =>
    pairUnits(some, others)
      .flatMap((pairing) =>
        pairing.kind === 'changed' ? [[pairing.head.derivation.path, pairing.base.derivation.path]] : [],
      )
      .sort()
  const pairs = pairsOf(heads, bases)
  const used = pairs.map(([, path]) => path)
  expect(new Set(used).size).toBe(used.length)
  expect(used.length).toBeGreaterThan(0)
  expect(pairsOf(heads.toReversed(), bases.toReversed())).toEqual(pairs)
})
