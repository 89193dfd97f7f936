import { fanIn, type Module, type Monolith } from './plan.ts'

/** What people change in a monolith. */

export interface MonolithEdit {
  readonly name: string
  readonly what: string
  readonly apply: (monolith: Monolith) => Monolith
}

/** Those that its number of modules allows. */
export function editsOf(monolith: Monolith): readonly MonolithEdit[] {
  const { modules } = monolith
  const several = [1, 10, 100].filter((count) => count <= modules.length)
  return [
    {
      name: 'leaf',
      what: 'the body of a function of a module that only programs import',
      apply: (before) => changed(before, [leafOf(modules)], newBody),
    },
    {
      name: 'middle',
      what: 'a type of a module in the middle',
      apply: (before) => changed(before, [middleOf(modules)], newInterface),
    },
    {
      name: 'hub',
      what: 'a type of the module that most import',
      apply: (before) => changed(before, [hubOf(modules)], newInterface),
    },
    ...several.map((count) => ({
      name: `bodies-${count}`,
      what: count === 1 ? 'the body of a function' : `bodies of functions of ${count} modules`,
      apply: (before: Monolith) => changed(before, spread(modules, count), newBody),
    })),
  ]
}

const newBody = (module: Module): Module => ({ ...module, seed: module.seed + 100_000 })
const newInterface = (module: Module): Module => ({ ...module, constructors: module.constructors + 1 })

function changed(
  monolith: Monolith,
  indices: readonly number[],
  change: (module: Module) => Module,
): Monolith {
  const those = new Set(indices)
  const modules = monolith.modules.map((module, index) => (those.has(index) ? change(module) : module))
  return { ...monolith, modules }
}

/** The last one, of the topmost layer, which is an import of a program. */
const leafOf = (modules: readonly Module[]) => modules.length - 1

function hubOf(modules: readonly Module[]): number {
  const counts = fanIn(modules)
  return counts.indexOf(Math.max(...counts))
}

/** Of the modules of the middle third that any import, one that about half of these are imported less than. */
function middleOf(modules: readonly Module[]): number {
  const counts = fanIn(modules)
  const third = Math.floor(modules.length / 3)
  const imported = [...modules.keys()]
    .slice(third, modules.length - third)
    .filter((index) => counts[index]! > 0)
  const ordered = imported.toSorted((a, b) => counts[a]! - counts[b]! || a - b)
  return ordered[Math.floor(ordered.length / 2)] ?? 0
}

/** That many at equal distances. */
const spread = (modules: readonly Module[], count: number) =>
  Array.from({ length: count }, (_, number) => Math.floor(((number + 0.5) * modules.length) / count))
