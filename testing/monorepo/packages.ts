/** What the packages of the monorepo are made of, in plain data. Everything in them is generated from it. */

/** A module and the modules that it imports. */
export interface Module {
  readonly name: string
  readonly imports: readonly string[]
}

export interface Package {
  readonly name: string
  readonly version: string
  /** Local packages. */
  readonly depends: readonly string[]
  readonly library: readonly Module[]
  /** Main is the last. */
  readonly executable?: readonly Module[]
  /** Main is the last. `runs`: the settings in the template run it; `fails`: it would, if they did. */
  readonly tests?: { readonly modules: readonly Module[]; readonly runs?: true; readonly fails?: true }
  readonly ghcOptions: string
}

const define = (
  name: string,
  depends: string,
  library: Readonly<Record<string, string>>,
  more: Partial<Package> = {},
): Package => ({
  name,
  version: '0.1.0.0',
  depends: words(depends),
  library: modules(library),
  ghcOptions: '-O0',
  ...more,
})

const words = (text: string) => text.split(' ').filter((word) => word !== '')

export const modules = (table: Readonly<Record<string, string>>): Module[] =>
  Object.entries(table).map(([name, imports]) => ({ name, imports: words(imports) }))

/** Libraries at three levels, and programs above them. In a package, importers stand after what they import. */
export const basePackages: readonly Package[] = [
  define('core', '', {
    'Core.Name': '',
    'Core.Date': '',
    'Core.Id': '',
    'Core.Error': '',
    'Core.Result': 'Core.Error',
    'Core.Log': 'Core.Date Core.Error',
    'Core.Config': 'Core.Name Core.Id',
    'Core.Env': 'Core.Config Core.Log',
  }),
  define('words', '', {
    'Words.Case': '',
    'Words.Plural': 'Words.Case',
    'Words.Phrase': 'Words.Plural',
  }),
  define('money', '', {
    'Money.Amount': '',
    'Money.Rate': 'Money.Amount',
    'Money.Format': 'Money.Amount',
  }),

  define('catalog', 'core words', {
    'Catalog.Item': 'Core.Name Core.Env',
    'Catalog.Shelf': 'Catalog.Item',
    'Catalog.Label': 'Catalog.Item Words.Phrase',
    'Catalog.Index': 'Catalog.Shelf Catalog.Label',
  }),
  define(
    'orders',
    'core money',
    {
      'Orders.Line': 'Core.Id Money.Amount',
      'Orders.Order': 'Orders.Line Core.Env',
      'Orders.Total': 'Orders.Order Money.Format',
      'Orders.History': 'Orders.Order',
    },
    { tests: { modules: modules({ Main: 'Orders.Total' }), runs: true } },
  ),
  define('pricing', 'money words', {
    'Pricing.Shop': '',
    'Pricing.Rule': 'Money.Rate',
    'Pricing.Text': 'Pricing.Rule Words.Case',
    'Pricing.List': 'Pricing.Rule Pricing.Text',
  }),
  define(
    'storage',
    'core',
    {
      'Storage.Key': 'Core.Result',
      'Storage.Table': 'Storage.Key Core.Env',
      'Storage.Snapshot': 'Storage.Table',
      'Storage.Old': 'Storage.Key',
    },
    { tests: { modules: modules({ Main: '' }), fails: true } },
  ),

  define('service', 'catalog orders', {
    'Service.Search': 'Catalog.Index',
    'Service.Cart': 'Orders.Total',
    'Service.Checkout': 'Service.Cart Service.Search',
    'Service.Api': 'Service.Checkout',
  }),
  define('reports', 'orders pricing', {
    'Reports.Sales': 'Orders.History',
    'Reports.Prices': 'Pricing.List',
    'Reports.Page': 'Reports.Sales Reports.Prices',
  }),
  define(
    'admin',
    'pricing storage',
    {
      'Admin.Tables': 'Storage.Snapshot',
      'Admin.Rules': 'Pricing.List',
      'Admin.Panel': 'Admin.Tables Admin.Rules',
    },
    {
      executable: modules({ Main: 'Admin.Panel' }),
      tests: { modules: modules({ Main: 'Admin.Rules' }) },
    },
  ),

  define(
    'server',
    'service reports',
    {},
    {
      executable: modules({ 'Server.Routes': 'Service.Api', Main: 'Server.Routes Reports.Page' }),
    },
  ),
  define(
    'client',
    'catalog pricing',
    {},
    {
      executable: modules({ 'Client.View': 'Catalog.Index Pricing.List', Main: 'Client.View Pricing.Shop' }),
    },
  ),
]

/** How many modules GHC compiles for a package. Tests that are not run are not built either. */
export const moduleCount = ({ library, executable = [], tests }: Package): number =>
  library.length + executable.length + (tests?.runs ? tests.modules.length : 0)
