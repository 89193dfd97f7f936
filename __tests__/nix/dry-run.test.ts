import { readToBuild, readWanted } from '../../src/nix/dry-run.ts'

const drv = (name: string) => `/nix/store/5ldbgbm53as1ygqhp5998f12krpmnvi8-${name}.drv`
const out = (name: string) => `/nix/store/bqk8fv443qhb7y5mp7rh2j584w0fm6c2-${name}`

it.each<[string, unknown, unknown]>([
  ['nothing', [], []],
  [
    'a derivation',
    [{ drvPath: drv('a'), outputs: { out: out('a') } }],
    [{ derivation: drv('a'), outputs: { out: out('a') } }],
  ],
  [
    'one of several outputs',
    [{ drvPath: drv('a'), outputs: { doc: out('a-doc'), out: out('a') } }],
    [{ derivation: drv('a'), outputs: { doc: out('a-doc'), out: out('a') } }],
  ],
  // Content-addressed, or dependent on what is.
  [
    'outputs that only the build can tell',
    [{ drvPath: drv('a'), outputs: { out: null } }],
    [{ derivation: drv('a'), outputs: {} }],
  ],
  ['a store path', [out('a')], [{ derivation: undefined, outputs: { out: out('a') } }]],
  ['no outputs', [{ drvPath: drv('a') }], [{ derivation: drv('a'), outputs: {} }]],
  [
    'several, in their order',
    [out('b'), { drvPath: drv('a'), outputs: { out: out('a') } }],
    [
      { derivation: undefined, outputs: { out: out('b') } },
      { derivation: drv('a'), outputs: { out: out('a') } },
    ],
  ],
])('reads what is wanted: %s', (_, json, wanted) => {
  expect(readWanted(JSON.stringify(json))).toEqual(wanted)
})

const fetched = (line: string) => [line, `  ${out('downloaded')}`]

it.each<[string, readonly string[], readonly string[]]>([
  ['nothing', [], []],
  ['one', ['this derivation will be built:', `  ${drv('a')}`], [drv('a')]],
  ['two', ['these 2 derivations will be built:', `  ${drv('a')}`, `  ${drv('b')}`], [drv('a'), drv('b')]],
  // Of Nix before 2.4 and its relatives.
  ['some without a number', ['these derivations will be built:', `  ${drv('a')}`], [drv('a')]],
  [
    'what is also fetched',
    [
      'these 2 derivations will be built:',
      `  ${drv('a')}`,
      `  ${drv('b')}`,
      ...fetched('this path will be fetched (1.50 MiB download, 7.00 MiB unpacked):'),
    ],
    [drv('a'), drv('b')],
  ],
  [
    'only what is fetched',
    fetched('these 3 paths will be fetched (0.03 MiB download, 0.12 MiB unpacked):'),
    [],
  ],
  [
    'what comes after other lines',
    [
      "warning: Git tree '/work' is dirty",
      'evaluating derivation',
      'this derivation will be built:',
      `  ${drv('a')}`,
      'warning: something else',
      `  ${drv('not-to-be-built')}`,
    ],
    [drv('a')],
  ],
  [
    'what is built while it evaluates',
    [`building '${drv('imported')}'...`, 'this derivation will be built:', `  ${drv('a')}`],
    [drv('a')],
  ],
  [
    'what cannot be built',
    [
      'this derivation will be built:',
      `  ${drv('a')}`,
      "don't know how to build these paths:",
      `  ${drv('unknown')}`,
    ],
    [drv('a')],
  ],
  ['lines of a terminal on Windows', ['this derivation will be built:\r', `  ${drv('a')}\r`], [drv('a')]],
])('reads what would be built: %s', (_, lines, toBuild) => {
  expect(readToBuild(`${lines.join('\n')}\n`)).toEqual(toBuild)
})
