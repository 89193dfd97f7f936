import { type Change, type Derivation, type OutputPath, rewriteRequest } from '../../src/graph/index.ts'
import {
  createDerivation,
  createFetched,
  createFloating,
  createGraph,
  outOf,
  storePath,
} from '../../testing/graph.ts'

const keep: Change = { kind: 'keep', adapter: 'haskell', unchecked: false, on: null }
const other: OutputPath = { derivation: storePath('full.drv'), output: 'out', path: storePath('full') }
const resume: Change = {
  kind: 'resume',
  adapter: 'haskell',
  from: { ...other, output: 'intermediates' },
  distrust: false,
}
const replace: Change = { kind: 'replace', by: new Map([['out', other]]) }

// other   library – client – image
//               \  fetched – documentation
//                \ floating – report
const unrelated = createDerivation('other')
const library = createDerivation('library')
const client = createDerivation('client', { inputs: [library, unrelated] })
const fetched = createFetched('fetched', { inputs: [library] })
const floating = createFloating('floating', { inputs: [library] })
const image = createDerivation('image', { inputs: [client] })
const documentation = createDerivation('documentation', { inputs: [fetched] })
const report = createDerivation('report', {
  outputs: { out: { path: '', hashAlgorithm: '', hash: '' } },
  inputs: [floating],
})
const closure = createDerivation('closure', { inputs: [client], inputSrcs: [library.path] })
const aboveClosure = createDerivation('above-closure', { inputs: [closure] })
const namesOther = createDerivation('names-other', { inputs: [client], inputSrcs: [unrelated.path] })
const impure = createDerivation('impure', { env: { __impure: '1' }, inputs: [library] })
const all = [
  unrelated,
  library,
  client,
  fetched,
  floating,
  image,
  documentation,
  report,
  closure,
  aboveClosure,
  namesOther,
  impure,
]

const changes = (...list: readonly (readonly [Derivation, Change])[]) =>
  new Map(list.map(([{ path }, change]) => [path, change]))

it.each<{ title: string; changes: ReadonlyMap<string, Change>; asked: readonly string[] }>([
  { title: 'nothing for no changes', changes: new Map(), asked: [] },
  {
    title: 'a unit and all that depends on it, but for what does not follow from what it says',
    changes: changes([library, resume]),
    asked: ['library', 'client', 'image', 'names-other'],
  },
  {
    title: 'only what is above a unit',
    changes: changes([client, keep]),
    asked: ['client', 'image', 'closure', 'above-closure', 'names-other'],
  },
  { title: 'nothing of what is beside', changes: changes([image, keep]), asked: ['image'] },
  {
    title: 'not what is replaced',
    changes: changes([library, replace]),
    asked: ['client', 'image', 'names-other'],
  },
  { title: 'not what only something fixed depends on', changes: changes([fetched, keep]), asked: [] },
  {
    title: 'nothing that is content-addressed',
    changes: changes([floating, keep], [report, keep]),
    asked: [],
  },
  { title: 'nothing that is impure', changes: changes([impure, keep]), asked: [] },
  {
    title: 'not what names the .drv file of something that changes, with what only it leads to',
    changes: changes([library, keep], [unrelated, keep]),
    asked: ['other', 'library', 'client', 'image'],
  },
  {
    title: 'nothing for what is not in the graph',
    changes: changes([createDerivation('gone'), keep]),
    asked: [],
  },
])('asks for $title', ({ changes, asked }) => {
  const { derivations } = rewriteRequest(createGraph(all), changes)
  expect(derivations.map(({ name }) => name)).toEqual(asked)
})

it('says what becomes of each', () => {
  const { derivations } = rewriteRequest(createGraph(all), changes([library, keep], [client, resume]))
  const found = derivations.map(({ name, change }) => [name, change])
  expect(found).toEqual([
    ['library', keep],
    ['client', resume],
    ['image', null],
    ['names-other', null],
  ])
})

it('says what stands for the outputs of what is replaced', () => {
  const library = createDerivation('library', { outputs: ['out', 'doc', 'unknown'] })
  const by = new Map([
    ['out', other],
    ['doc', { ...other, output: 'doc' }],
    ['intermediates', { ...other, output: 'intermediates' }],
  ])
  const graph = createGraph([library, createDerivation('client', { inputs: [library] })])
  expect(rewriteRequest(graph, changes([library, { kind: 'replace', by }])).replaced).toEqual({
    [library.path]: {
      out: { old: outOf(library), by: other },
      doc: { old: outOf(library, 'doc'), by: { ...other, output: 'doc' } },
    },
  })
})

it('carries all that a derivation says, whatever its attributes are named', () => {
  const structured = { nested: { list: [1, null, 'a'] }, outputs: ['out', 'doc'] }
  const derivation = createDerivation('library', {
    structured,
    env: { constructor: 'a', ['__proto__']: 'b', toString: 'c' },
    outputs: ['out', 'doc'],
    inputs: [unrelated],
    inputSrcs: [storePath('source')],
    args: ['-e', storePath('builder.sh')],
    system: 'aarch64-linux',
    builder: '/bin/bash',
  })
  const request = rewriteRequest(createGraph([derivation]), changes([derivation, keep]))
  // As it travels.
  const [asked] = (JSON.parse(JSON.stringify(request)) as typeof request).derivations
  expect(new Map(Object.entries(asked!.env))).toEqual(derivation.env)
  expect(asked).toEqual({
    path: derivation.path,
    name: 'library',
    system: 'aarch64-linux',
    builder: '/bin/bash',
    args: ['-e', storePath('builder.sh')],
    env: asked!.env,
    outputs: { out: outOf(derivation), doc: outOf(derivation, 'doc') },
    inputDrvs: { [unrelated.path]: ['out'] },
    inputSrcs: [storePath('source')],
    change: keep,
  })
})
