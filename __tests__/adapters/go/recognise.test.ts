import { go } from '../../../src/adapters/go/recognise.ts'
import { createDerivation, storePath } from '../../../testing/graph.ts'

const phase = (...lines: string[]) => `${lines.map((line) => `  ${line}`).join('\n')}\n`

/** What nixpkgs' builder gives stdenv, as far as it tells one from another. */
const protocol = {
  pname: 'foo',
  nativeBuildInputs: `${storePath('go-1.24.4')} ${storePath('pkg-config-wrapper-0.29.2')}`,
  configurePhase: phase(
    'runHook preConfigure',
    'export GOCACHE=$TMPDIR/go-cache',
    'export GOPATH="$TMPDIR/go"',
    'cd "$modRoot"',
    'runHook postConfigure',
  ),
  buildPhase: phase(
    'runHook preBuild',
    'for pkg in $(getGoDirs ""); do',
    '  buildGoDir install "$pkg"',
    'done',
    'runHook postBuild',
  ),
}
type Attributes = Readonly<Record<string, string | undefined>>
const unit = { package: 'foo', compiler: 'go-1.24.4' }

const cases: readonly [string, Attributes, object | undefined][] = [
  ['the builder', {}, unit],
  ['a name and no pname', { pname: undefined, name: 'foo-1.0' }, { ...unit, package: 'foo-1.0' }],
  [
    'a build phase of its own with the hooks',
    { buildPhase: phase('runHook preBuild', 'go build -o foo .') },
    unit,
  ],
  ['one without the hooks', { buildPhase: phase('go build -o foo .') }, undefined],
  ['one that does not call Go', { buildPhase: phase('runHook preBuild', 'make') }, undefined],
  ['a build cache elsewhere', { configurePhase: phase('export GOCACHE=/shared') }, undefined],
  ['no build cache', { configurePhase: undefined }, undefined],
  ['all phases named', { phases: 'unpackPhase buildPhase' }, undefined],
  ['a command in place of phases', { buildCommand: 'go build' }, undefined],
  ['a file with commands in place of phases', { buildCommandPath: '/build/.attr-1' }, undefined],
  ['no Go', { nativeBuildInputs: storePath('go-tools-1.0') }, undefined],
  ['a full build that was made by hand', { incrementalNixKeepPhase: '…' }, undefined],
]

function environment(changes: Attributes): Record<string, string> {
  const all = Object.entries<string | undefined>({ ...protocol, ...changes })
  return Object.fromEntries(all.filter((pair): pair is [string, string] => pair[1] !== undefined))
}

it.each(cases)('%s', (_, changes, expected) => {
  expect(go.recognise(createDerivation('foo-1.0', { env: environment(changes) }))).toEqual(expected)
})

it.each(cases)('%s, with structured attributes', (_, changes, expected) => {
  const lists = ['nativeBuildInputs', 'phases']
  const structured = Object.entries(environment(changes)).map(([name, text]) => [
    name,
    lists.includes(name) ? text.split(' ') : text,
  ])
  const derivation = createDerivation('foo-1.0', { structured: Object.fromEntries(structured) })
  expect(go.recognise(derivation)).toEqual(expected)
})
