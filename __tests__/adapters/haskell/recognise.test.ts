import { haskell } from '../../../src/adapters/haskell/recognise.ts'
import type { Derivation } from '../../../src/graph/index.ts'

const store = (name: string) => `/nix/store/${'a'.repeat(32)}-${name}`
const phase = (...lines: string[]) => `${lines.join('\n')}\n`

/** What nixpkgs' builder gives stdenv, as far as it tells one from another. */
const protocol = {
  pname: 'foo',
  version: '1.0',
  outputs: 'out doc',
  setOutputFlags: '',
  prePhases: 'setupCompilerEnvironmentPhase',
  preConfigurePhases: 'compileBuildDriverPhase',
  preInstallPhases: 'haddockPhase',
  configureFlags: '',
  setupCompilerEnvironmentPhase: phase(
    'NIX_BUILD_CORES=$(( NIX_BUILD_CORES < 16 ? NIX_BUILD_CORES : 16 ))',
    'runHook preSetupCompilerEnvironment',
    '',
    `echo "Build with ${store('ghc-9.6.6')}."`,
    'export PATH="$PATH:$out/bin"',
    'configureFlags="--verbose --prefix=$out $configureFlags"',
  ),
  compileBuildDriverPhase: phase('runHook preCompileBuildDriver', 'ghc -package-db=x --make -o Setup $i'),
  configurePhase: phase(
    'runHook preConfigure',
    '',
    'echo configureFlags: $configureFlags',
    './Setup configure $configureFlags 2>&1 | tee "$NIX_BUILD_TOP/cabal-configure.log"',
    'runHook postConfigure',
  ),
  buildPhase: phase('runHook preBuild', './Setup build ', 'runHook postBuild'),
}
type Attributes = Readonly<Record<string, unknown>>
const lists = ['prePhases', 'preConfigurePhases', 'preInstallPhases', 'configureFlags', 'outputs']

function derivation(env: Attributes): Derivation {
  return {
    path: `${store('foo-1.0')}.drv`,
    name: 'foo-1.0',
    system: 'x86_64-linux',
    builder: '/bin/bash',
    args: [],
    env: new Map(Object.entries(env).map(([name, value]) => [name, String(value)])),
    outputs: new Map(),
    inputDrvs: new Map(),
    inputSrcs: [],
  }
}

function structured(attributes: Attributes): Derivation {
  const json = Object.entries(attributes).map(([name, value]) => [
    name,
    lists.includes(name) ? String(value).split(' ').filter(Boolean) : value,
  ])
  return derivation({ __json: JSON.stringify(Object.fromEntries(json)) })
}

const without = (name: keyof typeof protocol) =>
  Object.fromEntries(Object.entries(protocol).filter(([other]) => other !== name))
const buildWith = (compiler: string) => ({
  setupCompilerEnvironmentPhase: `echo "Build with ${store(compiler)}."\n`,
})
const builds = (...lines: string[]) => ({
  buildPhase: phase('runHook preBuild', ...lines, 'runHook postBuild'),
})

const unit = { package: 'foo', compiler: 'ghc-9.6.6' }
const recognised: [string, Attributes, object][] = [
  ['the builder', {}, unit],
  ['indented phases', { buildPhase: '  runHook preBuild\n  ./Setup build\n  runHook postBuild\n' }, unit],
  ['a target and flags', builds('./Setup build exe:foo $buildFlags'), unit],
  [
    'a cross compiler',
    buildWith('aarch64-linux-ghc-9.8.4'),
    { ...unit, compiler: 'aarch64-linux-ghc-9.8.4' },
  ],
  [
    'more phases',
    { prePhases: 'mine setupCompilerEnvironmentPhase', postPhases: 'installIntermediatesPhase' },
    unit,
  ],
  ['empty phases', { phases: '' }, unit],
  ['GHC 9.4', buildWith('ghc-9.4.8'), { ...unit, compiler: 'ghc-9.4.8' }],
  [
    'a compiler that is too old',
    buildWith('ghc-9.2.8'),
    { package: 'foo', compiler: 'ghc-9.2.8', obstacle: { code: 'compiler-too-old', detail: '9.2.8' } },
  ],
  [
    'intermediates of its own',
    builds(
      'mkdir -p dist;',
      'rm -r dist/build',
      `cp -r ${store('foo-1.0-intermediates')}/share/haskell/9.6.6/foo-1.0/dist/build dist/build`,
      './Setup build ',
    ),
    { ...unit, obstacle: { code: 'own-intermediates', detail: store('foo-1.0-intermediates') } },
  ],
  [
    'hooks of ours, applied by hand',
    {
      preConfigure: phase(
        'echo own',
        `incrementalNixFrom=${store('foo-1.0-intermediates')}`,
        'if [ -f "$incrementalNixFrom/incremental-nix-hidden" ]; then',
        '  incrementalNixFrom=$(mktemp -d)',
        'fi',
      ),
    },
    { ...unit, obstacle: { code: 'own-intermediates', detail: store('foo-1.0-intermediates') } },
  ],
  [
    'another build directory',
    { configureFlags: '--enable-tests --builddir=out' },
    { ...unit, obstacle: { code: 'own-build-directory', detail: '--builddir=out' } },
  ],
  [
    '.hie files in an output',
    { configureFlags: '--ghc-option=-fwrite-ide-info --ghc-option=-hiedir=$out/hie' },
    { ...unit, obstacle: { code: 'hie-output', detail: '$out/hie' } },
  ],
  ['.hie files in the build directory', { configureFlags: '--ghc-option=-hiedir=.hie' }, unit],
]

it.each(recognised)('recognises %s', (_, change, expected) => {
  expect(haskell.recognise(derivation({ ...protocol, ...change }))).toEqual(expected)
  expect(haskell.recognise(structured({ ...protocol, ...change }))).toEqual(expected)
})

const foreign: [string, Attributes][] = [
  ['what is not Haskell', { pname: 'foo', buildPhase: 'runHook preBuild\nmake\n' }],
  ['a tarball of the sources', { ...protocol, outputs: 'out', buildPhase: './Setup sdist', fixupPhase: ':' }],
  ['a tarball of the documentation', { ...protocol, buildPhase: './Setup haddock --for-hackage' }],
  [
    'MicroHs',
    {
      ...protocol,
      setupCompilerEnvironmentPhase: `echo "Building with ${store('microhs-with-packages-0.14')}"\n`,
      buildPhase: phase('runHook preBuild', 'echo Skipping buildPhase', 'runHook postBuild'),
    },
  ],
  ['phases of its own', { ...protocol, phases: 'unpackPhase buildPhase' }],
  ['one command', { ...protocol, buildCommand: 'touch $out' }],
  ['a build without the hook', { ...protocol, buildPhase: './Setup build\n' }],
  [
    'a configuration without the hook',
    { ...protocol, configurePhase: './Setup configure $configureFlags\n' },
  ],
  ['a full build, made by hand', { ...protocol, incrementalNixKeepPhase: 'mkdir -p $intermediates\n' }],
  ['a package without a name', without('pname')],
  ['another first phase', { ...protocol, prePhases: 'mine' }],
  ['no build driver', without('preConfigurePhases')],
  [
    "haskell.nix' component",
    {
      pname: 'foo-lib-foo',
      SETUP_HS: `${store('default-setup')}/bin/default-setup`,
      buildPhase: phase('runHook preBuild', '$SETUP_HS build lib:foo -j4', 'runHook postBuild'),
    },
  ],
]

it.each(foreign)('does not recognise %s', (_, attributes) => {
  expect(haskell.recognise(derivation(attributes))).toBeUndefined()
  expect(haskell.recognise(structured(attributes))).toBeUndefined()
})

it('does not recognise what cannot be read', () => {
  expect(haskell.recognise(derivation({ __json: '{' }))).toBeUndefined()
})
