import { cargo } from '../../../src/adapters/cargo/recognise.ts'
import { createDerivation, storePath } from '../../../testing/graph.ts'

const paths = (...names: string[]) => names.map((name) => storePath(name)).join(' ')
const hooks = ['cargo-build-hook.sh', 'cargo-check-hook.sh', 'cargo-install-hook.sh', 'cargo-setup-hook.sh']

/** What nixpkgs' `buildRustPackage` gives stdenv, as far as it tells one from another. */
const protocol = {
  pname: 'foo',
  nativeBuildInputs: paths('auditable-cargo-1.85.1', ...hooks, 'rustc-wrapper-1.85.1'),
  configurePhase: 'runHook preConfigure\nrunHook postConfigure\n',
}
type Attributes = Readonly<Record<string, string | undefined>>
const unit = { package: 'foo', compiler: 'rustc-wrapper-1.85.1' }

const cases: readonly [string, Attributes, object | undefined][] = [
  ['the builder', {}, unit],
  ['a name and no pname', { pname: undefined, name: 'foo-1.0' }, { ...unit, package: 'foo-1.0' }],
  [
    'a compiler without wrapper',
    { nativeBuildInputs: paths(...hooks, 'rustc-1.70.0') },
    { ...unit, compiler: 'rustc-1.70.0' },
  ],
  [
    'a toolchain of others',
    { nativeBuildInputs: paths('rust-bindgen-hook', 'rust-cbindgen-0.26', ...hooks, 'rust-default-1.85.0') },
    { ...unit, compiler: 'rust-default-1.85.0' },
  ],
  ['no compiler', { nativeBuildInputs: paths(...hooks, 'rust-bindgen-0.69') }, undefined],
  [
    'crates that others vendored',
    { nativeBuildInputs: paths('cargo-build-hook.sh', 'rustc-1.85.1') },
    undefined,
  ],
  [
    'a build by maturin',
    { nativeBuildInputs: paths('cargo-setup-hook.sh', 'maturin-build-hook.sh', 'rustc-1.85.1') },
    undefined,
  ],
  ['a build phase of its own', { buildPhase: 'runHook preBuild\ncargo build\n' }, undefined],
  ['the hook left out', { dontCargoBuild: '1' }, undefined],
  ['the phase left out', { dontBuild: '1' }, undefined],
  ['all phases named', { phases: 'unpackPhase buildPhase' }, undefined],
  ['a command in place of phases', { buildCommand: 'cargo build' }, undefined],
  ['a full build that was made by hand', { incrementalNixKeepPhase: '…' }, undefined],
]

function environment(changes: Attributes): Record<string, string> {
  const all = Object.entries<string | undefined>({ ...protocol, ...changes })
  return Object.fromEntries(all.filter((pair): pair is [string, string] => pair[1] !== undefined))
}

it.each(cases)('%s', (_, changes, expected) => {
  expect(cargo.recognise(createDerivation('foo-1.0', { env: environment(changes) }))).toEqual(expected)
})

it.each(cases)('%s, with structured attributes', (_, changes, expected) => {
  const lists = ['nativeBuildInputs', 'phases']
  const structured = Object.entries(environment(changes)).map(([name, text]) => [
    name,
    lists.includes(name) ? text.split(' ') : text,
  ])
  const derivation = createDerivation('foo-1.0', { structured: Object.fromEntries(structured) })
  expect(cargo.recognise(derivation)).toEqual(expected)
})
