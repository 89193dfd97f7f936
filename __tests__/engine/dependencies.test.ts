import { dependenciesOf, installablesFor } from '../../src/engine/dependencies.ts'
import { type Derivation, walk } from '../../src/graph/index.ts'
import { createDerivation, createFetched, createUnit, outOf } from '../../testing/graph.ts'

/** A program of two packages, and an image around it. */
const ghc = createDerivation('ghc')
const tool = createDerivation('tool')
const source = createFetched('source')
const library = createUnit('library', { derivation: { inputs: [ghc, source] } })
const wrapper = createDerivation('wrapper', { inputs: [library.derivation, tool] })
const program = createUnit('program', { derivation: { inputs: [ghc, wrapper] } })
const pages = createDerivation('pages', { inputs: [createDerivation('npm')], outputs: ['out', 'doc'] })
const image = createDerivation('image', { inputs: [program.derivation, pages, ghc] })
const unrelated = createDerivation('unrelated', { inputs: [createDerivation('other')] })

function dependenciesFor(...tops: readonly Derivation[]) {
  const all = [ghc, tool, source, library.derivation, wrapper, program.derivation, pages, image, unrelated]
  const byPath = new Map(all.map((derivation) => [derivation.path, derivation]))
  const read = (path: string) => byPath.get(path)
  const graph = walk(
    tops.map(({ path }) => path),
    read,
  )
  const units = [library, program].filter(({ derivation }) => graph.has(derivation.path))
  const below = walk(
    units.map(({ derivation }) => derivation.path),
    read,
  )
  return dependenciesOf(units, { graph, below })
}

it.each<{ title: string; tops: readonly Derivation[]; entries: readonly (readonly Derivation[])[] }>([
  { title: 'what units are built with', tops: [library.derivation], entries: [[ghc]] },
  { title: 'what stands between them too', tops: [program.derivation], entries: [[ghc, tool]] },
  { title: 'what only the image needs, apart', tops: [image], entries: [[ghc, tool], [pages]] },
  { title: 'nothing of what has no unit in it', tops: [library.derivation, unrelated], entries: [[ghc]] },
  { title: 'nothing without units', tops: [unrelated], entries: [] },
])('$title', ({ tops, entries }) => {
  const found = dependenciesFor(...tops)
  const paths = (one: Derivation) => [...one.outputs.values()].map(({ path }) => path)
  expect(found.map(({ entry }) => entry.paths.toSorted())).toEqual(
    entries.map((all) => all.flatMap(paths).toSorted()),
  )
})

it('has a key that follows from the paths, and the names of outputs for Nix', () => {
  const [first, second] = dependenciesFor(image)
  const [again] = dependenciesFor(program.derivation)
  expect(again?.entry).toEqual(first?.entry)
  expect(second?.entry.key).not.toBe(first?.entry.key)
  expect(second?.entry.paths).toContain(outOf(pages))
  expect(installablesFor([second!])).toEqual([`${pages.path}^doc,out`])
})
