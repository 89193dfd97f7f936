import { type Adapter, attribute, type Derivation, findUnits } from '../../src/graph/index.ts'
import {
  createDerivation,
  createFetched,
  createFloating,
  createGraph,
  type DerivationOptions,
  outOf,
  storePath,
} from '../../testing/graph.ts'

const adapterOf = (name: string): Adapter => ({
  name,
  recognise: (derivation) => {
    const made = attribute(derivation, 'pname')
    return attribute(derivation, 'kind') === name && made !== undefined
      ? { package: made, compiler: `${name}-1` }
      : undefined
  },
})

const local = storePath('source', 'local')
const locked = storePath('source', 'locked')
const fetched = createFetched('foo-1.0.tar.gz')
/** As `applyPatches` makes it. */
const patched = createDerivation('foo-patched', { env: { src: outOf(fetched) }, inputs: [fetched] })
const patchedTwice = createDerivation('foo-again', { env: { src: outOf(patched) }, inputs: [patched] })
/** As `cabalSdist` makes it. */
const sdist = createDerivation('foo-sdist', { env: { src: `${local}/foo` }, inputSrcs: [local] })
const sdistOfLocked = createDerivation('bar-sdist', { env: { src: `${locked}/bar` }, inputSrcs: [locked] })
const generated = createDerivation('generated', { env: { text: 'main = pure ()' } })
const tool = createDerivation('tool', { outputs: ['bin', 'out'] })
const others = [fetched, patched, patchedTwice, sdist, sdistOfLocked, generated, tool]

const base = { pname: 'foo', kind: 'haskell' }
const cases: readonly {
  title: string
  is: boolean
  env?: Readonly<Record<string, string>>
  options?: DerivationOptions
}[] = [
  { title: 'a tree of the repository', is: true, env: { ...base, src: local } },
  { title: 'a directory in it', is: true, env: { ...base, src: `${local}/packages/foo` } },
  { title: 'no source', is: true, env: base },
  { title: 'a source that is no store path', is: true, env: { ...base, src: './foo' } },
  { title: 'a locked input', is: false, env: { ...base, src: locked } },
  { title: 'a directory in a locked input', is: false, env: { ...base, src: `${locked}/packages/foo` } },
  {
    title: 'a fetched archive',
    is: false,
    env: { ...base, src: outOf(fetched) },
    options: { inputs: [tool, fetched] },
  },
  {
    title: 'a file in what was fetched',
    is: false,
    env: { ...base, src: `${outOf(fetched)}/x` },
    options: { inputs: [fetched] },
  },
  {
    title: 'a fetched archive, patched',
    is: false,
    env: { ...base, src: outOf(patched) },
    options: { inputs: [patched] },
  },
  {
    title: 'one patched twice',
    is: false,
    env: { ...base, src: outOf(patchedTwice) },
    options: { inputs: [tool, patchedTwice] },
  },
  {
    title: 'an sdist of a local tree',
    is: true,
    env: { ...base, src: `${outOf(sdist)}/foo-1.0.tar.gz` },
    options: { inputs: [sdist] },
  },
  {
    title: 'an sdist of a locked input',
    is: false,
    env: { ...base, src: `${outOf(sdistOfLocked)}/bar-1.0.tar.gz` },
    options: { inputs: [sdistOfLocked] },
  },
  {
    title: 'a generated source',
    is: true,
    env: { ...base, src: outOf(generated) },
    options: { inputs: [generated, fetched] },
  },
  {
    title: 'a source whose maker cannot be read',
    is: true,
    env: { ...base, src: storePath('gone') },
    options: { inputs: [createDerivation('gone')] },
  },
  {
    title: 'a local tree and a fetched input beside it',
    is: true,
    env: { ...base, src: local },
    options: { inputs: [fetched] },
  },
  {
    title: 'structured attributes and a local tree',
    is: true,
    options: { structured: { ...base, src: local } },
  },
  {
    title: 'structured attributes and a locked input',
    is: false,
    options: { structured: { ...base, src: `${locked}/a` } },
  },
  {
    title: 'structured attributes and a fetched archive',
    is: false,
    options: { structured: { ...base, src: outOf(fetched) }, inputs: [fetched] },
  },
  {
    title: 'structured attributes whose source is no text',
    is: true,
    options: { structured: { ...base, src: null } },
  },
  { title: 'another kind of builder', is: false, env: { ...base, kind: 'other', src: local } },
  {
    title: 'structured attributes that cannot be read',
    is: false,
    env: { ...base, __json: '{', src: local },
  },
]

const search = (read: (path: string) => Derivation | undefined) => ({
  adapters: [adapterOf('haskell'), adapterOf('second')],
  read,
  isLocked: (path: string) => path === locked,
})

it.each(cases)('$title: $is', ({ is, env, options }) => {
  const derivation = createDerivation('foo-1.0', { ...options, ...(env === undefined ? {} : { env }) })
  const all = createGraph(others)
  const found = findUnits(
    createGraph([derivation]),
    search((path) => all.get(path)),
  )
  const unit = { package: 'foo', compiler: 'haskell-1', adapter: 'haskell', derivation }
  expect(found).toEqual(is ? [unit] : [])
})

it.each([
  ['fixed-output', createFetched('foo', { env: { ...base, src: local } })],
  ['content-addressed', createFloating('foo', { env: { ...base, src: local } })],
  ['impure', createDerivation('foo', { env: { ...base, src: local, __impure: '1' } })],
])('takes nothing that is %s', (_, derivation) => {
  expect(
    findUnits(
      createGraph([derivation]),
      search(() => undefined),
    ),
  ).toEqual([])
})

it('asks the adapters in their order and keeps the order of the graph', () => {
  const graph = createGraph([
    createDerivation('b', { env: { pname: 'b', kind: 'second' } }),
    createDerivation('none'),
    createDerivation('a', { env: { pname: 'a', kind: 'haskell' } }),
  ])
  expect(
    findUnits(
      graph,
      search(() => undefined),
    ).map((unit) => [unit.package, unit.adapter]),
  ).toEqual([
    ['b', 'second'],
    ['a', 'haskell'],
  ])
})

it('ends where sources are made of one another', () => {
  const first = createDerivation('first', {
    env: { src: storePath('second') },
    inputs: [createDerivation('second')],
  })
  const second = createDerivation('second', { env: { src: storePath('first') }, inputs: [first] })
  const foo = createDerivation('foo', { env: { ...base, src: outOf(first) }, inputs: [first] })
  const all = createGraph([first, second])
  expect(
    findUnits(
      createGraph([foo]),
      search((path) => all.get(path)),
    ),
  ).toHaveLength(1)
})
