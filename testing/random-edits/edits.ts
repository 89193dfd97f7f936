import { type Package, type Source, source } from './package.ts'

/** What people do to a package, as functions of it. */

/** Draws from what there is to choose from; the same again for the same seed. */
export interface Dice {
  number(below: number): number
  one<T>(items: readonly T[]): T
}

export interface Edit {
  readonly name: string
  /** Undefined where there is nothing to do it to. */
  readonly apply: (pkg: Package, dice: Dice) => Package | undefined
}

/** By a linear congruential generator. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0
  const number = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  return { number, one: (items) => items[number(items.length)]! }
}

/** An edit of one module. */
function inModule(name: string, change: (one: Source, dice: Dice, pkg: Package) => Partial<Source>): Edit {
  return {
    name,
    apply(pkg, dice) {
      const chosen = dice.one(pkg.sources)
      const changed = change(chosen, dice, pkg)
      return { ...pkg, sources: pkg.sources.map((one) => (one === chosen ? { ...one, ...changed } : one)) }
    },
  }
}

/** An edit of the package as a whole. */
const inPackage = (
  name: string,
  change: (pkg: Package, dice: Dice) => Partial<Package> | undefined,
): Edit => ({
  name,
  apply(pkg, dice) {
    const changed = change(pkg, dice)
    return changed === undefined ? undefined : { ...pkg, ...changed }
  },
})

/** In if it is not, else out. */
const toggled = (list: readonly string[], item: string) =>
  list.includes(item) ? list.filter((one) => one !== item) : [...list, item]

const fresh = (dice: Dice) => `New${dice.number(1e6)}`

/** Another name for a module, wherever it is imported. */
function renamed(pkg: Package, from: string, to: string): readonly Source[] {
  return pkg.sources.map((one) => ({
    ...one,
    name: one.name === from ? to : one.name,
    imports: one.imports.map((name) => (name === from ? to : name)),
  }))
}

export const edits: readonly Edit[] = [
  inModule('a comment', (one, dice) => ({ comment: `${one.comment} more ${dice.number(1000)}` })),
  inModule('blank lines', (one) => ({ comment: `${one.comment}\n\n` })),
  inModule('a number', (_, dice) => ({ number: dice.number(1e6) })),
  inModule('another number', (_, dice) => ({ number: dice.number(1e6) })),
  inModule('a type', ({ type }) => ({ type: type === 'Int' ? 'Integer' : 'Int' })),
  inModule('a constructor in front', ({ constructors }, dice) => ({
    constructors: [`B${dice.number(1e6)}`, ...constructors],
  })),
  inModule('a constructor behind', ({ constructors }, dice) => ({
    constructors: [...constructors, `B${dice.number(1e6)}`],
  })),
  inModule('a derived instance', ({ deriving }) => ({ deriving: toggled(deriving, 'Eq') })),
  inModule('a new export', ({ more }, dice) => ({ more: [...more, `more${dice.number(1e6)}`] })),
  inModule('one export less', ({ more }) => ({ more: more.slice(1) })),
  inModule('no export list', ({ exportsAll }) => ({ exportsAll: !exportsAll })),
  inModule('INLINE', ({ inline }, dice) => ({
    inline: dice.one((['', 'INLINE', 'NOINLINE'] as const).filter((one) => one !== inline)),
  })),
  inModule('another directory', ({ directory }) => ({ directory: directory === 'src' ? 'lib' : 'src' })),
  inModule('a language extension', ({ extensions }, dice) => ({
    extensions: toggled(extensions, dice.one(['LambdaCase', 'Strict', 'OverloadedStrings'])),
  })),
  inModule('OPTIONS_GHC', (_, dice) => ({
    options: dice.one(['', '-O1', '-Wno-deprecations', '-fno-warn-unused-imports']),
  })),
  inPackage('a deprecated module', (pkg, dice) => {
    const imported = pkg.sources.filter(({ name }) =>
      pkg.sources.some(({ imports }) => imports.includes(name)),
    )
    if (imported.length === 0) return undefined
    const chosen = dice.one(imported)
    return {
      sources: pkg.sources.map((one) => (one === chosen ? { ...one, deprecated: !one.deprecated } : one)),
    }
  }),
  inModule('an import that nothing needs', ({ untidy }) => ({ untidy: !untidy })),
  inModule('an import of a dependency', ({ maps }) => ({ maps: !maps })),
  inPackage('a module that needs a new dependency', (pkg, dice) => ({
    dependencies: [...new Set([...pkg.dependencies, 'containers'])],
    sources: [...pkg.sources, { ...source(fresh(dice), dice.number(1000)), maps: true }],
  })),
  inPackage('a module', (pkg, dice) => ({
    sources: [...pkg.sources, source(fresh(dice), dice.number(1000), [dice.one(pkg.sources).name])],
  })),
  inPackage('a module below others', (pkg, dice) => {
    const added = source(`Below.${fresh(dice)}`, dice.number(1000))
    const importer = dice.one(pkg.sources)
    const others = pkg.sources.map((one) =>
      one === importer ? { ...one, imports: [...one.imports, added.name] } : one,
    )
    return { sources: [added, ...others] }
  }),
  inPackage('one module less', (pkg, dice) => {
    if (pkg.sources.length < 3) return undefined
    const gone = dice.one(pkg.sources)
    return {
      sources: pkg.sources
        .filter((one) => one !== gone)
        .map((one) => ({ ...one, imports: one.imports.filter((name) => name !== gone.name) })),
    }
  }),
  inPackage('a module by another name', (pkg, dice) => ({
    sources: renamed(pkg, dice.one(pkg.sources).name, `Renamed.${fresh(dice)}`),
  })),
  inPackage('two modules change names', (pkg) => {
    const [first, second] = pkg.sources
    if (first === undefined || second === undefined) return undefined
    const sources = renamed({ ...pkg, sources: renamed(pkg, first.name, 'Between') }, second.name, first.name)
    return { sources: renamed({ ...pkg, sources }, 'Between', second.name) }
  }),
  inPackage('all modules in another directory', (pkg) => ({
    sources: pkg.sources.map((one) => ({ ...one, directory: one.directory === 'src' ? 'lib' : 'src' })),
  })),
  inPackage('a hidden module', (pkg, dice) => {
    const chosen = dice.one(pkg.sources)
    const visible = pkg.sources.filter(({ hidden }) => !hidden)
    if (!chosen.hidden && visible.length < 3) return undefined
    return { sources: pkg.sources.map((one) => (one === chosen ? { ...one, hidden: !one.hidden } : one)) }
  }),
  inPackage('a header', (_, dice) => ({ header: dice.number(1e6) })),
  inPackage('a header that a header includes', (_, dice) => ({ chained: 1 + dice.number(1e6) })),
  inPackage('C', (_, dice) => ({ native: dice.number(1e6) })),
  inPackage('a data file', (_, dice) => ({ data: `data ${dice.number(1e6)}` })),
  inPackage('one more data file', ({ dataFiles }, dice) => ({
    dataFiles: [...dataFiles, `data/${fresh(dice)}.txt`],
  })),
  inPackage('an embedded file', (_, dice) => ({ embedded: `embedded ${dice.number(1e6)}` })),
  inPackage('a file in a directory that is listed', ({ listed }, dice) => ({
    listed: [...listed, fresh(dice)],
  })),
  inPackage('one file less in there', ({ listed }) =>
    listed.length < 2 ? { listed: ['other'] } : { listed: listed.slice(1) },
  ),
  inPackage('the environment', (_, dice) => ({ revision: `r${dice.number(1e6)}` })),
  inPackage('a hook', (_, dice) => ({ hooked: `h${dice.number(1e6)}` })),
  inPackage('what a splice calls', (_, dice) => ({ spliced: dice.number(1e6) })),
  inPackage('a generated module instead of a written one', ({ generated }) => ({
    generated: generated === 'hsc' ? 'hs' : 'hsc',
  })),
  inPackage('the version', ({ version }) => ({ version: version + 1 })),
  inPackage('the version again', ({ version }) => ({ version: version + 1 })),
  inPackage('a dependency', ({ dependencies }, dice) => ({
    dependencies: toggled(dependencies, dice.one(['containers', 'bytestring'])),
  })),
  inPackage('cpp-options', ({ cppOptions }) => ({ cppOptions: toggled(cppOptions, '-DEXTRA') })),
  inPackage("a flag's default", ({ flag }) => ({ flag: !flag })),
  inPackage('a flag', ({ configureFlags }) => ({ configureFlags: toggled(configureFlags, '-fextra') })),
  inPackage('ghc-options', ({ ghcOptions }, dice) => ({
    ghcOptions: toggled(ghcOptions, dice.one(['-O1', '-fno-full-laziness', '-DEXTRA'])),
  })),
  inPackage('-Wall', ({ ghcOptions }) => ({ ghcOptions: toggled(ghcOptions, '-Wall') })),
  inPackage('-Wall -Werror', ({ ghcOptions }) => ({
    ghcOptions: toggled(
      toggled(
        ghcOptions.filter((one) => one !== '-Wall'),
        '-Wall',
      ),
      '-Werror',
    ),
  })),
  inPackage('-Werror by configureFlags', ({ configureFlags }) => ({
    configureFlags: toggled(toggled(configureFlags, '--ghc-option=-Wall'), '--ghc-option=-Werror'),
  })),
  inPackage('default-extensions', ({ extensions }, dice) => ({
    extensions: toggled(extensions, dice.one(['BangPatterns', 'Strict', 'LambdaCase'])),
  })),
  inPackage('default-language', ({ language }) => ({
    language: language === 'GHC2021' ? 'Haskell2010' : 'GHC2021',
  })),
  inPackage('the synopsis', (_, dice) => ({ synopsis: `Package ${dice.number(1e6)}` })),
  inPackage('a program', ({ programs }, dice) => ({ programs: [...programs, `p${dice.number(1e6)}`] })),
  inPackage('a program by another name', ({ programs }, dice) => ({
    programs: [`p${dice.number(1e6)}`, ...programs.slice(1)],
  })),
  inPackage('what programs say', (_, dice) => ({ greeting: `hello ${dice.number(1e6)}` })),
  inPackage('the internal library', ({ several }, dice) =>
    several ? { innerNumber: dice.number(1e6) } : undefined,
  ),
  inPackage('an internal library, or none', ({ several }) => ({ several: !several })),
  inPackage('tests, or none', ({ check }) => ({ check: !check })),
  inPackage('documentation, or none', ({ haddock }) => ({ haddock: !haddock })),
  inPackage('a failing test', () => ({ check: true, demanded: 'wrong' as const })),
  inPackage('an embedded file that is gone', () => ({ missing: true })),
  inPackage('a dependency that nobody has', () => ({ cabalError: true })),
  inModule('a type error', (one) => ({ broken: `module ${one.name} where\nvalue :: Int\nvalue = "no"\n` })),
  inModule('a syntax error', (one) => ({ broken: `module ${one.name} where\nvalue = = 1\n` })),
  inModule('an import that is not there', ({ imports }) => ({ imports: [...imports, 'Not.There'] })),
  inPackage('a cycle of imports', ({ sources }) => {
    const last = sources.at(-1)!
    const [first, ...others] = sources
    return first === undefined || others.length === 0 || last.imports.length === 0
      ? undefined
      : {
          sources: [
            { ...first, imports: [last.name] },
            ...others.map((one) => (one === last ? { ...one, imports: [first.name] } : one)),
          ],
        }
  }),
  inModule('a missing instance', () => ({ deriving: ['Eq'] })),
  inPackage('a name that importers need', (pkg) => {
    const [first] = pkg.sources
    return first === undefined
      ? undefined
      : {
          sources: pkg.sources.map((one) =>
            one === first
              ? { ...one, broken: `module ${one.name} (value) where\nvalue :: String\nvalue = ""\n` }
              : one,
          ),
        }
  }),
]
