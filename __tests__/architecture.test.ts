import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

// Which part of the sources may know which: fronts → inputs → engine → subjects → lib.

const root = fileURLToPath(new URL('../src/', import.meta.url))
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .sort()
const textOf = (file: string) => readFileSync(join(root, file), 'utf8')

const subjects = ['revision', 'graph', 'adapters', 'nix', 'cache', 'builder', 'compare', 'report']
const ranks: Readonly<Record<string, number>> = {
  action: 4,
  cli: 4,
  inputs: 3,
  engine: 2,
  ...Object.fromEntries(subjects.map((name) => [name, 1])),
  lib: 0,
}
const partOf = (file: string) => file.split('/')[0] ?? ''

/** What a subject may know of another one, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'adapters/cargo/recognise.ts → graph/index.ts': 'an adapter implements the port, and reads attributes',
  'adapters/checkpoint/recognise.ts → graph/index.ts': 'the same',
  'adapters/go/recognise.ts → graph/index.ts': 'the same',
  'adapters/haskell-nix/recognise.ts → graph/index.ts': 'the same',
  'adapters/haskell/belief.ts → graph/index.ts': 'the same',
  'adapters/haskell/flags.ts → graph/index.ts': 'the same',
  'adapters/haskell/obstacle.ts → graph/index.ts': 'the same',
  'adapters/haskell/recognise.ts → graph/index.ts': 'the same',
  'nix/dialect.ts → cache/types.ts': 'types alone: it reads what that port gives',
  'nix/store.ts → cache/types.ts': 'types alone: it implements the port by which the caches reach Nix',
  'nix/log.ts → adapters/checkpoint/objects.ts': 'the same',
  'nix/log.ts → adapters/haskell/compiler.ts':
    "the log of a build is read while it is printed, by the adapter's reader",
  'nix/log.ts → adapters/haskell/modules.ts': 'the same',
}

const specifiers = (file: string) =>
  [...textOf(file).matchAll(/(?:\bfrom|\bimport\(|^import)\s*'([^']+)'/gm)].map(([, name = '']) => name)
const localImports = (file: string) =>
  specifiers(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(file), name)))
const imports = new Map(files.map((file) => [file, localImports(file)]))

it('has a place for every file', () => {
  expect(files.filter((file) => ranks[partOf(file)] === undefined)).toEqual([])
  expect([...imports.values()].flat().filter((file) => !imports.has(file))).toEqual([])
})

it('knows nothing of what lies above, and no other subject', () => {
  const wrong = files.flatMap((file) =>
    localImports(file)
      .filter((other) => {
        const [own = 0, theirs = 0] = [ranks[partOf(file)], ranks[partOf(other)]]
        return theirs > own || (theirs === own && partOf(file) !== partOf(other))
      })
      .map((other) => `${file} → ${other}`),
  )
  expect(wrong.sort()).toEqual(Object.keys(exceptions).sort())
})

it.each([
  ['@actions/core', ['action/']],
  ['@actions/cache', ['cache/github/']],
  ['@actions/github', ['action/', 'cache/github/']],
])('imports %s in %j only', (name, places) => {
  const users = files.filter((file) => specifiers(file).includes(name))
  expect(users).not.toEqual([])
  expect(users.filter((file) => !places.some((place) => file.startsWith(place)))).toEqual([])
})

it.each([
  // The cache service's own client reads some in a process of its own, which gets others than the job has.
  [/\b(GITHUB|INPUT|RUNNER|STATE)_/, ['action/', 'cache/github/github.ts', 'cache/github/worker.ts']],
  [/\bACTIONS_/, ['action/', 'cache/github/']],
])("mentions the runner's variables %s in %j only", (names, places) => {
  const users = files.filter((file) => names.test(textOf(file)))
  expect(users.filter((file) => !places.some((place) => file.startsWith(place)))).toEqual([])
})

it('has no cycle of imports', () => {
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return undefined
    for (const other of imports.get(file) ?? []) {
      const cycle = visit(other, [...path, file])
      if (cycle !== undefined) return cycle
    }
    done.add(file)
    return undefined
  }
  expect(files.map((file) => visit(file, [])).find((cycle) => cycle !== undefined)).toBeUndefined()
})

it('begins every program of the action in the same way, by which no child gets what is confided to it', () => {
  const programs = files.filter(
    (file) => /^action\/[^/]+\.ts$/.test(file) && /^(try|await) /m.test(textOf(file)),
  )
  expect(programs).toHaveLength(5)
  expect(programs.filter((file) => !/^begin\(\)$/m.test(textOf(file)))).toEqual([])
})
