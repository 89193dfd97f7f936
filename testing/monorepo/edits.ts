import type { Monorepo } from './monorepo.ts'
import { modules, type Package } from './packages.ts'

/** Changes to the monorepo, and what a job that has the base's full builds must do for each. */

export interface Expected {
  /** `gone`: the package is not among the units, since nothing that is built needs it any more. */
  readonly build: 'incremental' | 'plain' | 'gone'
  /** How many modules GHC 9.6 compiles, tests and Main included; absent where more than one number is right. */
  readonly compiled?: number
}

export interface Edit {
  readonly name: string
  readonly edit: (repo: Monorepo) => void
  /** In addition to the tops, which are `tops`. */
  readonly installables?: readonly string[]
  /** By package. Those that are not named are unchanged. */
  readonly expected: Readonly<Record<string, Expected>>
  /** Derivations that are no units and change. */
  readonly others: readonly string[]
  /** The warnings that the job gives; none if absent. */
  readonly warnings?: RegExp
  /**
   * `printed`: only what programs print is compared. A library keeps the unit id of its full build, which the names
   * and versions of the package and of what it depends on are part of, and programs hold those of their libraries.
   */
  readonly compare?: 'printed'
  /** One of those that are tested always. */
  readonly short?: true
}

export const tops = (system: string) => ['.#image', `.#checks.${system}.*`]
/** The same for Nix itself, which knows no `*`. */
export const plainTops = (system: string) => [
  '.#image',
  ...['programs', 'image', 'admin'].map((name) => `.#checks.${system}.${name}`),
]

const incremental = (compiled?: number): Expected => ({
  build: 'incremental',
  ...(compiled === undefined ? {} : { compiled }),
})
const plain = (compiled?: number): Expected => ({
  build: 'plain',
  ...(compiled === undefined ? {} : { compiled }),
})
/** Packages that are built again since one below them changed, and have nothing to compile. */
const relinked = (names: string): Record<string, Expected> =>
  Object.fromEntries(names.split(' ').map((name) => [name, incremental(0)]))

/** Everything above the packages. */
export const aboveUnits = ['shop', 'image', 'check-programs', 'check-image', 'check-admin']
/** What is above the programs in the image, and not above the admin's. */
const shop = ['shop', 'image', 'check-programs', 'check-image']

const aboveCore = 'catalog orders storage service reports admin server client'
const aboveWords = 'catalog pricing service reports admin server client'
const aboveMoney = 'orders pricing service reports admin server client'

/** Adds a module to a package's library, changes a field of it, and so on. */
const rewrite = (repo: Monorepo, name: string, change: (package_: Package) => Partial<Package>) => {
  const before = repo.package(name)
  repo.writePackage({ ...before, ...change(before) })
}
const addToGroup = (repo: Monorepo, name: string) =>
  repo.edit('nix/group.nix', (text) => text.replace('    "money"\n', `    "money"\n    "${name}"\n`))
const coupons: Package = {
  name: 'coupons',
  version: '0.1.0.0',
  depends: [],
  library: modules({ 'Coupons.Code': '', 'Coupons.Book': 'Coupons.Code' }),
  ghcOptions: '-O0',
}
const addCoupons = (repo: Monorepo) => {
  repo.writePackage(coupons)
  addToGroup(repo, 'coupons')
}
const changeClientMain = (repo: Monorepo) =>
  repo.edit('packages/client/app/Main.hs', (text) =>
    text.replace('main = do', 'main = do\n  putStrLn "client"'),
  )

export const edits: readonly Edit[] = [
  {
    name: 'the body of a module at the top of the lowest library',
    edit: (repo) => repo.changeBody('Core.Env'),
    expected: { core: incremental(1), ...relinked(aboveCore) },
    others: aboveUnits,
    short: true,
  },
  {
    name: 'the body of a module at the bottom of the lowest library',
    edit: (repo) => repo.changeBody('Core.Id'),
    expected: { core: incremental(1), ...relinked(aboveCore) },
    others: aboveUnits,
  },
  {
    name: 'the interface of a module of the lowest library',
    edit: (repo) => repo.changeInterface('Core.Env'),
    expected: {
      core: incremental(1),
      ...relinked(aboveCore),
      catalog: incremental(1),
      orders: incremental(1),
      storage: incremental(1),
    },
    others: aboveUnits,
    short: true,
  },
  {
    name: 'a body in the middle',
    edit: (repo) => repo.changeBody('Orders.Line'),
    expected: { orders: incremental(1), ...relinked('service reports server') },
    others: shop,
  },
  {
    name: 'an interface in the middle',
    edit: (repo) => repo.changeInterface('Orders.Order'),
    expected: { orders: incremental(3), ...relinked('service reports server') },
    others: shop,
  },
  {
    name: 'the Main of a program at the top',
    edit: changeClientMain,
    expected: { client: incremental(1) },
    others: shop,
    short: true,
  },
  {
    name: 'a new package that nothing depends on',
    edit: addCoupons,
    expected: {},
    others: [],
  },
  {
    name: 'a new package that nothing depends on, which is built',
    edit: addCoupons,
    installables: ['.#coupons'],
    expected: { coupons: plain(2) },
    others: [],
  },
  {
    name: 'a new package that one depends on',
    edit: (repo) => {
      addCoupons(repo)
      rewrite(repo, 'service', ({ depends, library }) => ({
        depends: [...depends, 'coupons'],
        library: library.map((module) =>
          module.name === 'Service.Cart'
            ? { ...module, imports: [...module.imports, 'Coupons.Book'] }
            : module,
        ),
      }))
    },
    expected: { coupons: plain(2), service: incremental(1), server: incremental(0) },
    others: shop,
    short: true,
    compare: 'printed',
  },
  {
    name: 'a package is removed',
    edit: (repo) => {
      repo.remove('packages/storage')
      repo.edit('nix/haskell.nix', (text) => text.replace(/.*Its tests fail.\n.*storage.*\n/, ''))
      rewrite(repo, 'admin', () => ({
        depends: ['pricing'],
        library: modules({ 'Admin.Rules': 'Pricing.List', 'Admin.Panel': 'Admin.Rules' }),
      }))
    },
    expected: { storage: { build: 'gone' }, admin: incremental(1) },
    others: ['check-admin'],
  },
  {
    name: 'a package is renamed',
    edit: (repo) => {
      repo.git('mv', 'packages/words', 'packages/phrases')
      repo.remove('packages/phrases/words.cabal')
      repo.writePackage({ ...repo.package('words'), name: 'phrases' })
      repo.edit('packages/phrases/package.nix', (text) =>
        text.replace('pname = "words"', 'pname = "phrases"').replace('words.cabal', 'phrases.cabal'),
      )
      repo.edit('nix/haskell.nix', (text) =>
        text.replace(/words = .*/, 'phrases = self.callPackage ../packages/phrases/package.nix { };'),
      )
      rewrite(repo, 'catalog', () => ({ depends: ['core', 'phrases'] }))
      rewrite(repo, 'pricing', () => ({ depends: ['money', 'phrases'] }))
    },
    expected: {
      words: { build: 'gone' },
      phrases: plain(3),
      catalog: incremental(1),
      pricing: incremental(1),
      ...relinked('service reports admin server client'),
    },
    others: aboveUnits,
    compare: 'printed',
  },
  {
    name: 'a package is split in two',
    edit: (repo) => {
      const library = repo.package('money').library
      rewrite(repo, 'money', () => ({ library: library.filter(({ name }) => name !== 'Money.Format') }))
      repo.writePackage({
        ...repo.package('money'),
        name: 'money-format',
        depends: ['money'],
        library: library.filter(({ name }) => name === 'Money.Format'),
      })
      addToGroup(repo, 'money-format')
      rewrite(repo, 'orders', () => ({ depends: ['core', 'money', 'money-format'] }))
    },
    expected: {
      money: incremental(0),
      'money-format': plain(1),
      ...relinked(aboveMoney),
      orders: incremental(1),
    },
    others: aboveUnits,
    compare: 'printed',
  },
  {
    name: 'a new dependency between two packages',
    edit: (repo) =>
      rewrite(repo, 'reports', ({ depends, library }) => ({
        depends: [...depends, 'words'],
        library: library.map((module) =>
          module.name === 'Reports.Page'
            ? { ...module, imports: [...module.imports, 'Words.Phrase'] }
            : module,
        ),
      })),
    expected: { reports: incremental(1), server: incremental(0) },
    others: shop,
    compare: 'printed',
  },
  {
    name: 'a dependency is removed',
    edit: (repo) => {
      rewrite(repo, 'reports', () => ({
        depends: ['orders'],
        library: modules({ 'Reports.Sales': 'Orders.History', 'Reports.Page': 'Reports.Sales' }),
      }))
    },
    expected: { reports: incremental(1), server: incremental(0) },
    others: shop,
    compare: 'printed',
  },
  {
    name: 'the version of a library',
    edit: (repo) => {
      rewrite(repo, 'words', () => ({ version: '0.2.0.0' }))
      repo.edit('packages/words/package.nix', (text) => text.replace('0.1.0.0', '0.2.0.0'))
    },
    expected: { words: incremental(0), ...relinked(aboveWords) },
    others: aboveUnits,
    compare: 'printed',
    short: true,
  },
  {
    name: 'a flag of GHC in one Cabal file',
    edit: (repo) => rewrite(repo, 'service', () => ({ ghcOptions: '-O1' })),
    expected: { service: incremental(4), server: incremental(1) },
    others: shop,
  },
  {
    name: 'documentation at the top',
    edit: (repo) => repo.write('README.md', '# A shop\n\nIt sells things.\n'),
    expected: {},
    others: [],
    short: true,
  },
  {
    name: "documentation in a package's directory, which is in its source",
    edit: (repo) => repo.write('packages/core/README.md', '# What all have in common\n'),
    expected: { core: incremental(0), ...relinked(aboveCore) },
    others: aboveUnits,
  },
  {
    name: "documentation in a package's directory, which its source leaves out",
    edit: (repo) => repo.write('packages/words/README.md', '# Words\n'),
    expected: {},
    others: [],
  },
  {
    name: "the image's own script",
    edit: (repo) => repo.edit('nix/image.sh', (text) => `${text}echo 1 >"$out/format"\n`),
    expected: {},
    others: ['image', 'check-image'],
    short: true,
  },
  {
    name: 'what the image holds beside programs',
    edit: (repo) => repo.write('pages/index.html', '<h1>TITLE</h1><p>Welcome.</p>\n'),
    expected: {},
    others: ['pages', 'image', 'check-image'],
  },
  {
    name: "a check's script",
    edit: (repo) => repo.edit('nix/check-programs.sh', (text) => `${text}echo checked >>"$out"\n`),
    expected: {},
    others: ['check-programs'],
  },
  {
    name: 'the list of what the wrapper wraps',
    edit: (repo) =>
      repo.edit('nix/shop.nix', (text) => text.replace('    client\n', '    client\n    admin\n')),
    expected: {},
    others: shop,
  },
  {
    name: 'a new module',
    edit: (repo) =>
      rewrite(repo, 'core', ({ library }) => ({
        library: [...library, ...modules({ 'Core.Zone': 'Core.Date' })],
      })),
    expected: { core: incremental(1), ...relinked(aboveCore) },
    others: aboveUnits,
  },
  {
    name: 'a module is removed',
    edit: (repo) =>
      rewrite(repo, 'storage', ({ library }) => ({
        library: library.filter(({ name }) => name !== 'Storage.Old'),
      })),
    expected: { storage: incremental(0), admin: incremental(0) },
    others: ['check-admin'],
  },
  {
    name: 'a module is renamed',
    edit: (repo) =>
      rewrite(repo, 'service', () => ({
        library: modules({
          'Service.Search': 'Catalog.Index',
          'Service.Basket': 'Orders.Total',
          'Service.Checkout': 'Service.Basket Service.Search',
          'Service.Api': 'Service.Checkout',
        }),
      })),
    expected: { service: incremental(2), server: incremental(0) },
    others: shop,
  },
  {
    name: 'a module moves to another source directory',
    edit: (repo) => {
      repo.write('packages/reports/more/.keep', '')
      repo.git('mv', 'packages/reports/src/Reports', 'packages/reports/more/Reports')
      repo.edit('packages/reports/reports.cabal', (text) => text.replace('src\n', 'src more\n'))
      repo.write('packages/reports/src/.keep', '')
    },
    // GHC by itself would compile nothing, and messages would name the old path.
    expected: { reports: incremental(3), server: incremental(0) },
    others: shop,
  },
  {
    name: 'a new test',
    edit: (repo) =>
      rewrite(repo, 'orders', () => ({
        tests: { modules: modules({ More: 'Orders.History', Main: 'Orders.Total More' }) },
      })),
    expected: { orders: incremental(2), ...relinked('service reports server') },
    others: shop,
  },
  {
    // With the same version of GHC, which it builds anew.
    name: 'another nixpkgs',
    edit: (repo) => repo.edit('nixpkgs/stdenv/setup.sh', (text) => `${text}# Changed.\n`),
    // The module of `pricing` that is made from the environment is compiled again: that is another one.
    expected: {
      ...relinked('core words money catalog orders storage service reports admin server client'),
      pricing: incremental(1),
    },
    others: [...aboveUnits, 'pages'],
  },
  {
    name: 'an environment variable that a module is made from',
    edit: (repo) => repo.edit('nix/haskell.nix', (text) => text.replace('"north"', '"south"')),
    // GHC does not see it: at least the module that reads it has to be compiled, and what depends on that need not.
    expected: { pricing: incremental(), ...relinked('reports admin server client') },
    others: aboveUnits,
    short: true,
  },
  {
    name: 'a setting of a package in the group',
    edit: (repo) =>
      repo.edit('nix/group.nix', (text) => text.replace('orders.doCheck = true', 'orders.doCheck = false')),
    expected: { orders: incremental(0), ...relinked('service reports server') },
    others: shop,
  },
  {
    name: 'a merge of two branches',
    edit: (repo) => {
      const date = '2026-01-02T04:00:00Z'
      const start = repo.git('rev-parse', 'HEAD')
      repo.changeBody('Admin.Tables')
      repo.commit('one', date)
      repo.branch('merged', start)
      changeClientMain(repo)
      repo.commit('two', date)
      repo.checkout('-')
      repo.merge('merged', date)
    },
    expected: { admin: incremental(1), client: incremental(1) },
    others: aboveUnits,
    short: true,
  },
  {
    name: 'a change that is taken back',
    edit: (repo) => {
      repo.changeBody('Core.Env')
      repo.commit('change', '2026-01-02T04:00:00Z')
      repo.git('revert', '--no-commit', 'HEAD')
    },
    expected: {},
    others: [],
  },
]
