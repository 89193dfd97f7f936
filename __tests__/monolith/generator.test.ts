import { editsOf } from '../../testing/monolith/edits.ts'
import { filesOf } from '../../testing/monolith/package.ts'
import { drawMonolith, fanIn, type Monolith, usualMonolith } from '../../testing/monolith/plan.ts'

const shares = { paths: 0.01, splices: 0.04, cpp: 0.03, records: 0.6 }
const draw = (modules: number, seed = 1) => drawMonolith({ ...usualMonolith, modules, seed, shares })

const sizes = [1, 2, 3, 60, 300, 1000]

it('draws the same for the same seed, and something else for another', () => {
  expect(filesOf(draw(60, 7))).toEqual(filesOf(draw(60, 7)))
  expect(filesOf(draw(60, 8))).not.toEqual(filesOf(draw(60, 7)))
})

describe.each(sizes)('of %i modules', (size) => {
  const monolith = draw(size)
  const { modules, programs, tested } = monolith

  it('has as many modules as asked for, in files of their own', () => {
    const files = [...filesOf(monolith).keys()].filter((path) => /^src\/Monolith\/L\d+\/M\d+\.hs$/.test(path))
    expect([modules.length, new Set(files).size]).toEqual([size, size])
  })

  it('imports from lower layers alone, and so without cycles', () => {
    modules.forEach(({ imports, layer }, index) => {
      expect(imports.every((other) => other < index && modules[other]!.layer < layer)).toBe(true)
      expect(imports.length > 0).toBe(layer > 0)
      expect(new Set(imports).size).toBe(imports.length)
      expect(layer === 0 || imports.some((other) => modules[other]!.layer === layer - 1)).toBe(true)
    })
    const layers = new Set(modules.map(({ layer }) => layer))
    expect([...layers]).toEqual([...layers.keys()].map((_, index) => index))
  })

  it('has the shares that were asked for', () => {
    const share = (has: (module: Monolith['modules'][number]) => boolean) => modules.filter(has).length
    const expected = (part: number) => Math.max(1, Math.round(part * size))
    expect(share(({ paths }) => paths)).toBe(expected(shares.paths))
    expect(share(({ splices }) => splices)).toBe(expected(shares.splices))
    expect(share(({ cpp }) => cpp)).toBe(expected(shares.cpp))
    // A splice is made of a record.
    expect(share(({ fields }) => fields > 0)).toBeGreaterThanOrEqual(expected(shares.records))
    expect(modules.every(({ splices, fields }) => !splices || fields > 0)).toBe(true)
  })

  it('leaves no module out of all programs, and tests some', () => {
    const needed = new Set(programs.flatMap(({ imports }) => imports))
    for (const index of [...modules.keys()].reverse()) {
      if (needed.has(index)) for (const other of modules[index]!.imports) needed.add(other)
    }
    expect(needed.size).toBe(size)
    expect(programs).toHaveLength(3)
    expect(tested.length).toBeGreaterThan(0)
  })
})

it('has a hub, and modules that none imports', () => {
  const counts = fanIn(draw(300).modules)
  const ordered = counts.toSorted((a, b) => b - a)
  expect(ordered[0]).toBeGreaterThan(60)
  expect(ordered[150]).toBeLessThan(6)
  expect(ordered.at(-1)).toBe(0)
})

it('sizes modules unequally', () => {
  const functions = draw(300)
    .modules.map((module) => module.functions)
    .toSorted((a, b) => a - b)
  expect(functions[150]).toBeLessThan(8)
  expect(functions.at(-1)).toBeGreaterThan(25)
})

it('has no more of what has no share', () => {
  const none = { paths: 0, splices: 0, cpp: 0, records: 0 }
  const { modules } = drawMonolith({ ...usualMonolith, shares: none })
  expect(modules.filter(({ paths, splices, cpp, fields }) => paths || splices || cpp || fields > 0)).toEqual(
    [],
  )
})

describe('edits', () => {
  const before = draw(300)
  const touched = (name: string) => {
    const edit = editsOf(before).find((one) => one.name === name)
    const after = filesOf(edit!.apply(before))
    const changed = [...filesOf(before)].filter(([path, text]) => after.get(path) !== text)
    return changed.map(([path, text]) => ({ path, text, after: after.get(path) ?? '' }))
  }

  it.each([
    ['leaf', 1],
    ['middle', 1],
    ['hub', 1],
    ['bodies-1', 1],
    ['bodies-10', 10],
    ['bodies-100', 100],
  ])('%s changes %i files', (name, count) => {
    expect(touched(name)).toHaveLength(count)
  })

  it.each(['leaf', 'bodies-10'])('%s changes a number alone', (name) => {
    for (const { text, after } of touched(name))
      expect(after.replace(/seed = \d+/, '')).toBe(text.replace(/seed = \d+/, ''))
  })

  it.each(['middle', 'hub'])('%s gives a type that others use one more constructor', (name) => {
    const [only] = touched(name)
    const module = before.modules.findIndex(({ name }) =>
      only!.path.endsWith(`${name.replaceAll('.', '/')}.hs`),
    )
    expect(fanIn(before.modules)[module]).toBeGreaterThan(0)
    const states = (text: string) => /^data State[\s\S]*?deriving/m.exec(text)![0].match(/State\d+/g)!.length
    expect(states(only!.after)).toBe(states(only!.text) + 1)
  })

  it('are as many as there are modules for', () => {
    expect(editsOf(draw(60)).map(({ name }) => name)).toEqual([
      'leaf',
      'middle',
      'hub',
      'bodies-1',
      'bodies-10',
    ])
  })
})
