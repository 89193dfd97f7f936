import { createDice, type Dice } from '../random-edits/edits.ts'
import { happens, popularity, size, weighted } from './draw.ts'

/**
 * A Haskell package as teams have that keep all of their code in one: a library of hundreds of modules in layers, some of
 * them imported by a large part of the others, several programs and a test suite. It is drawn from a seed.
 */

export interface MonolithOptions {
  readonly seed: number
  /** Of the library, without the one that Cabal makes and the one with Template Haskell for others. */
  readonly modules: number
  /** GHC's `-O`. */
  readonly optimization: 0 | 1 | 2
  readonly programs: number
  /** What links instead of what the C compiler takes by default, for example `gold`. */
  readonly linker: string | undefined
  /** nixpkgs' defaults: Haddock, and libraries for profiling. Without it neither, as jobs usually set them. */
  readonly defaults: boolean
  readonly shares: Shares
}

/** How many of the modules, from 0 to 1. Of what has a share at all there is at least one module. */
export interface Shares {
  /** Import `Paths_monolith`. */
  readonly paths: number
  /** Splice declarations that are made of a type. */
  readonly splices: number
  readonly cpp: number
  /** Have a record with derived instances. */
  readonly records: number
}

/** What is not asked for otherwise. */
export const usualMonolith: MonolithOptions = {
  seed: 1,
  modules: 60,
  optimization: 1,
  programs: 3,
  linker: undefined,
  defaults: false,
  shares: { paths: 0.01, splices: 0.04, cpp: 0.03, records: 0.6 },
}

export interface Module {
  readonly name: string
  readonly layer: number
  /** Indices of modules of lower layers, at least one of them of the layer below. */
  readonly imports: readonly number[]
  readonly paths: boolean
  readonly splices: boolean
  readonly cpp: boolean
  /** How many fields its record has; 0 without one. */
  readonly fields: number
  readonly constructors: number
  readonly functions: number
  /** A number in the body of a function that is not inlined, so that no other module sees it. */
  readonly seed: number
}

export interface Program {
  readonly name: string
  readonly imports: readonly number[]
}

export interface Monolith {
  readonly options: MonolithOptions
  /** Importers after what they import. */
  readonly modules: readonly Module[]
  /** Each module that no other one imports is imported by one of them. */
  readonly programs: readonly Program[]
  /** What the test suite imports. */
  readonly tested: readonly number[]
}

/** The same for the same options. */
export function drawMonolith(options: MonolithOptions): Monolith {
  const dice = createDice(options.seed)
  const layers = drawLayers(dice, options.modules)
  const weights = layers.map(() => popularity(dice))
  const { shares } = options
  const paths = drawMembers(dice, options.modules, shares.paths)
  const splices = drawMembers(dice, options.modules, shares.splices)
  const cpp = drawMembers(dice, options.modules, shares.cpp)
  const records = drawMembers(dice, options.modules, shares.records)
  const modules = layers.map((layer, index): Module => {
    const hasRecord = records.has(index) || splices.has(index)
    return {
      name: `Monolith.L${padded(layer, 2)}.M${padded(index, 4)}`,
      layer,
      imports: drawImports(dice, { layers, weights, index }),
      paths: paths.has(index),
      splices: splices.has(index),
      cpp: cpp.has(index),
      fields: hasRecord ? size(dice, { median: 5, spread: 0.6, least: 2, most: 24 }) : 0,
      constructors: size(dice, { median: 4, spread: 0.5, least: 2, most: 20 }),
      functions: size(dice, { median: 5, spread: 0.8, least: 2, most: 40 }),
      seed: index + 1,
    }
  })
  return {
    options,
    modules,
    programs: drawPrograms(dice, options, modules),
    tested: drawTested(dice, modules),
  }
}

/** How many modules import each of them. */
export function fanIn(modules: readonly Module[]): readonly number[] {
  const counts = modules.map(() => 0)
  for (const { imports } of modules) for (const index of imports) counts[index] = counts[index]! + 1
  return counts
}

const padded = (number: number, digits: number) => String(number).padStart(digits, '0')

/** The layer of each module, in order. No layer is empty, and they are unequally wide. */
function drawLayers(dice: Dice, modules: number): readonly number[] {
  const count = Math.max(1, Math.min(modules, Math.round(2 * Math.log2(modules))))
  const weights = Array.from({ length: count }, () => 0.4 + dice.number(1000) / 800)
  const drawn = Array.from(
    { length: modules - count },
    () => weighted(dice, { count: 1, weights, end: count })[0]!,
  )
  return [...weights.keys(), ...drawn].sort((a, b) => a - b)
}

function drawMembers(dice: Dice, modules: number, share: number): ReadonlySet<number> {
  const count = share === 0 ? 0 : Math.max(1, Math.round(share * modules))
  const weights = Array.from({ length: modules }, () => 1)
  return new Set(weighted(dice, { count, weights, end: modules }))
}

function drawImports(
  dice: Dice,
  of: { readonly layers: readonly number[]; readonly weights: readonly number[]; readonly index: number },
): readonly number[] {
  const layer = of.layers[of.index]!
  if (layer === 0) return []
  const start = of.layers.indexOf(layer)
  const below = of.layers.indexOf(layer - 1)
  const nearest = below + dice.number(start - below)
  const count = size(dice, { median: 4, spread: 0.7, least: 1, most: 25 }) - 1
  const others = weighted(dice, { count, weights: of.weights, end: start })
  return [...new Set([nearest, ...others])].sort((a, b) => a - b)
}

function drawPrograms(dice: Dice, options: MonolithOptions, modules: readonly Module[]): readonly Program[] {
  const tops = [...fanIn(modules).entries()].flatMap(([index, count]) => (count === 0 ? [index] : []))
  return Array.from({ length: options.programs }, (_, number) => {
    const own = tops.filter((_, position) => position % options.programs === number)
    const shared = Array.from({ length: 3 }, () => dice.number(modules.length))
    // One prints all that is known of the package's version and files.
    const located = number === 0 ? [...modules.keys()].filter((index) => modules[index]!.paths) : []
    return {
      name: `program-${number}`,
      imports: [...new Set([...own, ...shared, ...located])].sort((a, b) => a - b),
    }
  })
}

function drawTested(dice: Dice, modules: readonly Module[]): readonly number[] {
  const those = [...modules.keys()].filter(() => happens(dice, 0.1))
  return those.length === 0 ? [modules.length - 1] : those
}
