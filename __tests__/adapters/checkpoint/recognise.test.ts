import { checkpoint } from '../../../src/adapters/checkpoint/recognise.ts'
import { haskell } from '../../../src/adapters/haskell/recognise.ts'
import { haskellNix } from '../../../src/adapters/haskell-nix/recognise.ts'
import type { Derivation } from '../../../src/graph/index.ts'

const store = (name: string) => `/nix/store/${'a'.repeat(32)}-${name}`
const phase = (...lines: string[]) => `${lines.join('\n')}\n`

type Attributes = Readonly<Record<string, unknown>>

/** What nixpkgs' stdenv gives each derivation. */
const stdenv: Attributes = {
  pname: 'foo',
  version: '1.0',
  stdenv: store('stdenv-linux'),
  src: store('source'),
  outputs: 'out',
  nativeBuildInputs: '',
  buildInputs: '',
  configureFlags: '',
  cmakeFlags: '',
  doCheck: '',
}
const tools = (...names: string[]) => ({ ...stdenv, nativeBuildInputs: names.map(store).join(' ') })
const buildPhase = (...lines: string[]) => phase('runHook preBuild', ...lines, 'runHook postBuild')

const derivation = (env: Attributes, builder = 'default-builder.sh'): Derivation => ({
  path: `${store('foo-1.0')}.drv`,
  name: 'foo-1.0',
  system: 'x86_64-linux',
  builder: '/bin/bash',
  args: ['-e', store(builder)],
  env: new Map(Object.entries(env).map(([name, value]) => [name, String(value)])),
  outputs: new Map(),
  inputDrvs: new Map(),
  inputSrcs: [],
})
const structured = (attributes: Attributes) => derivation({ __json: JSON.stringify(attributes) })

const known = { package: 'foo', compiler: 'stdenv-linux' }

it.each<[string, Attributes, object]>([
  ['make, by the phases of stdenv', stdenv, known],
  [
    'make, with an install phase of its own',
    { ...stdenv, makeFlags: 'PREFIX=$(out)', installPhase: 'cp foo $out' },
    known,
  ],
  [
    'make, by an install phase that calls it',
    { ...stdenv, installPhase: phase('make DESTDIR=$out install') },
    known,
  ],
  ['CMake and make', tools('cmake-3.29.6'), known],
  ['CMake and Ninja', tools('cmake-3.29.6', 'ninja-1.12.1'), known],
  [
    'CMake, with an install phase of its own',
    { ...tools('cmake-3.29.6'), installPhase: 'cp foo $out' },
    known,
  ],
  ['Meson', tools('meson-1.5.1', 'ninja-1.12.1', 'python3-3.12.5'), known],
  ['autotools', tools('autoreconf-hook', 'pkg-config-wrapper-0.29.2'), known],
  ['a build phase that calls make', { ...stdenv, buildPhase: buildPhase('make -C src all') }, known],
  ['a build phase that calls Ninja', { ...stdenv, buildPhase: buildPhase('ninja app') }, known],
  ['a build phase that calls it by CMake', { ...stdenv, buildPhase: buildPhase('cmake --build .') }, known],
  [
    'a compiler that it names',
    tools('cmake-3.29.6', 'clang-wrapper-18.1.8'),
    { package: 'foo', compiler: 'clang-wrapper-18.1.8' },
  ],
])('recognises %s', (_, attributes, expected) => {
  expect(checkpoint.recognise(derivation(attributes))).toEqual(expected)
})

it('reads structured attributes', () => {
  expect(checkpoint.recognise(structured({ ...stdenv, nativeBuildInputs: [store('cmake-3.29.6')] }))).toEqual(
    known,
  )
  expect(checkpoint.recognise(structured({ ...stdenv, cargoDeps: store('vendor') }))).toBeUndefined()
})

it('names a package without a name of its own after the derivation', () => {
  const { pname: _, ...unnamed } = stdenv
  expect(checkpoint.recognise(derivation(unnamed))).toMatchObject({ package: 'foo' })
})

it.each<[string, Attributes]>([
  ['a command', { ...stdenv, buildCommand: 'echo > $out' }],
  ['a command in a file', { ...stdenv, passAsFile: 'buildCommand' }],
  ['phases of its own', { ...stdenv, phases: 'unpackPhase buildPhase' }],
  ['no source', { ...stdenv, src: '' }],
  ['no build', { ...stdenv, dontBuild: '1' }],
  [
    'an install phase that copies',
    { ...stdenv, installPhase: phase('mkdir -p $out/bin', 'cp foo.sh $out/bin') },
  ],
  ['a build phase that calls something else', { ...stdenv, buildPhase: buildPhase('./build.sh') }],
  [
    'a build phase that calls make twice',
    { ...stdenv, buildPhase: buildPhase('make debug', 'make CFLAGS=-O2') },
  ],
  ['a hook that calls make', { ...stdenv, preBuild: 'make generated' }],
  ['a build phase without hooks', { ...tools('cmake-3.29.6'), buildPhase: phase('make') }],
  ['a word that only begins like make', { ...stdenv, buildPhase: buildPhase('makeWrapper a b') }],
  ['a full build made by hand', { ...tools('cmake-3.29.6'), incrementalNixKeepPhase: ':' }],
  ['Rust', { ...tools('cargo-1.80.0', 'rustc-wrapper-1.80.0', 'cmake-3.29.6'), cargoDeps: store('vendor') }],
  ['Rust by crane', { ...stdenv, cargoArtifacts: store('deps'), cargoVendorDir: store('vendor') }],
  ['Rust by its hooks alone', tools('cargo-build-hook.sh', 'cmake-3.29.6')],
  ['Go', { ...tools('go-1.22.6'), goModules: store('foo-go-modules') }],
  ['npm', { ...tools('nodejs-20.16.0', 'npm-config-hook'), npmDeps: store('npm-deps') }],
  ['pnpm', { ...tools('nodejs-20.16.0'), pnpmDeps: store('deps') }],
  ['yarn', { ...tools('nodejs-20.16.0'), yarnOfflineCache: store('cache') }],
  ['Python', tools('python3-3.12.5', 'pypa-build-hook.sh', 'python3.12-runtime-deps-check-hook.sh')],
  ['.NET', tools('dotnet-sdk-8.0.303')],
  ['OCaml', tools('ocaml5.1.1-dune-3.16.0', 'dune-3.16.0')],
  [
    'Haskell',
    { ...stdenv, setupCompilerEnvironmentPhase: ':', buildPhase: buildPhase('./Setup build', 'make') },
  ],
])('does not recognise %s', (_, attributes) => {
  expect(checkpoint.recognise(derivation(attributes))).toBeUndefined()
})

it('does not recognise a builder of its own', () => {
  expect(checkpoint.recognise(derivation(stdenv, 'builder.sh'))).toBeUndefined()
})

it('is the only one that recognises it', () => {
  for (const adapter of [haskell, haskellNix]) expect(adapter.recognise(derivation(stdenv))).toBeUndefined()
})
