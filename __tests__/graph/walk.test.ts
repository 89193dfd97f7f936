import { type Derivation, walk } from '../../src/graph/index.ts'
import { createDerivation, createFetched, createFloating, createGraph, drvPath } from '../../testing/graph.ts'

const names = (graph: ReadonlyMap<string, Derivation>) => [...graph.values()].map(({ name }) => name)
const readerOf = (derivations: readonly Derivation[]) => {
  const graph = createGraph(derivations)
  return (path: string) => graph.get(path)
}

//        top
//       /   \
//    left   right
//       \   /   \
//       bottom  fetched – fetcher
const bottom = createDerivation('bottom')
const fetcher = createDerivation('fetcher')
const fetched = createFetched('fetched', { inputs: [fetcher] })
const left = createDerivation('left', { inputs: [bottom] })
const right = createDerivation('right', { inputs: [bottom, fetched] })
const top = createDerivation('top', { inputs: [left, right] })
const all = [bottom, fetcher, fetched, left, right, top]

it.each<{
  title: string
  roots: readonly Derivation[]
  readable?: readonly Derivation[]
  enter?: readonly Derivation[]
  found: readonly string[]
}>([
  { title: 'a derivation without inputs', roots: [bottom], found: ['bottom'] },
  { title: 'a diamond, each once', roots: [top], found: ['bottom', 'left', 'right', 'top'] },
  {
    title: 'several roots, one below another',
    roots: [left, top],
    found: ['bottom', 'left', 'right', 'top'],
  },
  { title: 'a root twice', roots: [left, left], found: ['bottom', 'left'] },
  { title: 'a root that is fetched', roots: [fetched], found: [] },
  { title: 'what also a fetcher needs', roots: [right, fetcher], found: ['bottom', 'fetcher', 'right'] },
  { title: 'no roots', roots: [], found: [] },
  { title: 'only what is entered', roots: [top], enter: [top, right], found: ['right', 'top'] },
  { title: 'nothing below what is not entered', roots: [top], enter: [top, bottom], found: ['top'] },
  { title: 'no root that is not entered', roots: [top], enter: [bottom], found: [] },
  {
    title: 'nothing below what cannot be read',
    roots: [top],
    readable: [top, left, bottom],
    found: ['bottom', 'left', 'top'],
  },
  { title: 'no root that cannot be read', roots: [top], readable: [bottom], found: [] },
])('finds $title', ({ roots, readable = all, enter = all, found }) => {
  const entered = new Set(enter.map(({ path }) => path))
  const graph = walk(
    roots.map(({ path }) => path),
    readerOf(readable),
    (path) => entered.has(path),
  )
  expect(names(graph).sort()).toEqual(found)
  const order = [...graph.keys()]
  for (const { path, inputDrvs } of graph.values())
    for (const input of inputDrvs.keys())
      if (graph.has(input)) expect(order.indexOf(input)).toBeLessThan(order.indexOf(path))
})

it('enters what is content-addressed, since units may be below it', () => {
  const floating = createFloating('floating', { inputs: [bottom] })
  expect(names(walk([floating.path], readerOf([bottom, floating])))).toEqual(['bottom', 'floating'])
})

it('reads each derivation once', () => {
  const reads: string[] = []
  const read = readerOf(all)
  walk([top.path, left.path], (path) => {
    reads.push(path)
    return read(path)
  })
  expect(reads.length).toBe(new Set(reads).size)
})

it('puts inputs first though a root was met before from above', () => {
  // `left` is on the stack as a root when `top`, which needs it, is read.
  expect(names(walk([top.path, left.path], readerOf(all))).at(-1)).toBe('top')
  expect(names(walk([left.path, top.path], readerOf(all))).at(-1)).toBe('top')
})

it('walks a chain of 20,000', () => {
  const chain: Derivation[] = []
  for (let index = 0; index < 20_000; index++)
    chain.push(createDerivation(`link-${index}`, { inputs: chain.slice(-1) }))
  const graph = walk([drvPath('link-19999')], readerOf(chain))
  expect(names(graph)).toEqual(chain.map(({ name }) => name))
})

it('finds the same whatever the order of the roots', () => {
  const roots = [fetcher, right, top, bottom, left].map(({ path }) => path)
  const sets = [roots, roots.toReversed(), roots.toSorted()].map(
    (order) => new Set(walk(order, readerOf(all)).keys()),
  )
  expect(sets[1]).toEqual(sets[0])
  expect(sets[2]).toEqual(sets[0])
})
