import { haskell } from '../../../src/adapters/haskell/recognise.ts'
import { haskellNix } from '../../../src/adapters/haskell-nix/recognise.ts'
import type { Derivation } from '../../../src/graph/index.ts'

const store = (name: string) => `/nix/store/${'a'.repeat(32)}-${name}`
const phase = (...lines: string[]) => `${lines.join('\n')}\n`

type Attributes = Readonly<Record<string, string>>

/** What haskell.nix gives stdenv for a component, as far as it tells one from another. */
const protocol = (kind = 'lib', component = 'foo'): Attributes => ({
  pname: `foo-${kind}-${component}`,
  version: '1.0',
  SETUP_HS: `${store('default-setup-3.10')}/bin/default-setup`,
  passAsFile: 'cabalFile',
  outputs: 'out configFiles ghc',
  doInstallCheck: '1',
  prePatch: 'cd foo\n',
  configurePhase: phase(
    'mkdir -p $configFiles',
    'wrappedGhc=$ghc',
    `  unwrappedGhc=${store('ghc-9.6.6')}`,
    'runHook preConfigure',
    'echo Configure flags:',
    `$SETUP_HS configure --prefix=$out ${kind}:${component} $(cat $configFiles/configure-flags) --with-ghc=ghc`,
    'runHook postConfigure',
  ),
  buildPhase: phase('runHook preBuild', `$SETUP_HS build ${kind}:${component} -j4 `, 'runHook postBuild'),
  installPhase: phase('runHook preInstall', '$SETUP_HS copy', 'runHook postInstall'),
})

const derivation = (env: Attributes): Derivation => ({
  path: `${store('foo')}.drv`,
  name: 'foo',
  system: 'x86_64-linux',
  builder: '/bin/bash',
  args: [],
  env: new Map(Object.entries(env)),
  outputs: new Map(),
  inputDrvs: new Map(),
  inputSrcs: [],
})

it.each([
  ['a library', protocol(), { package: 'foo-lib-foo', compiler: 'ghc-9.6.6' }],
  ['an executable', protocol('exe', 'bar'), { package: 'foo-exe-bar', compiler: 'ghc-9.6.6' }],
  ['a test', protocol('test', 'spec'), { package: 'foo-test-spec', compiler: 'ghc-9.6.6' }],
  [
    'a setup of its own',
    { ...protocol(), SETUP_HS: `${store('foo-setup')}/bin/Setup` },
    { package: 'foo-lib-foo', compiler: 'ghc-9.6.6' },
  ],
  [
    'a compiler that is too old',
    { ...protocol(), configurePhase: protocol().configurePhase!.replace('9.6.6', '8.10.7') },
    {
      package: 'foo-lib-foo',
      compiler: 'ghc-8.10.7',
      obstacle: { code: 'compiler-too-old', detail: '8.10.7' },
    },
  ],
  [
    'writeHieFiles',
    {
      ...protocol(),
      configurePhase: protocol().configurePhase!.replaceAll('$out ', '$out --ghc-option=-hiedir$hie '),
    },
    { package: 'foo-lib-foo', compiler: 'ghc-9.6.6', obstacle: { code: 'hie-output', detail: '$hie' } },
  ],
])('recognises %s', (_, attributes, expected) => {
  expect(haskellNix.recognise(derivation(attributes))).toEqual(expected)
  expect(haskell.recognise(derivation(attributes))).toBeUndefined()
})

it.each([
  [
    'what runs a test, with all attributes of the test',
    {
      ...protocol('test', 'spec'),
      phases: 'unpackPhase patchPhase buildPhase',
      buildPhase: 'mkdir $out\nrunHook preCheck\n',
    },
  ],
  ['Haddock', { ...protocol(), buildPhase: 'runHook preHaddock\n$SETUP_HS haddock\nrunHook postHaddock\n' }],
  [
    'the setup itself',
    { pname: 'foo-setup', phases: 'unpackPhase buildPhase installPhase', buildPhase: 'ghc --make Setup' },
  ],
  [
    'a slice of `cabal v2-build`',
    {
      pname: 'foo-lib-foo',
      version: '1.0',
      phases: 'buildPhase installPhase fixupPhase',
      buildPhase: 'cabal $cabalGlobalArgs v2-build $cabalCmdArgs -v lib:foo',
    },
  ],
  [
    'all components of a package',
    { ...protocol(), pname: 'foo-all-all', buildPhase: 'runHook preBuild\n$SETUP_HS build \n' },
  ],
  ['another name than that of the target', { ...protocol(), pname: 'foo' }],
  ['one command', { ...protocol(), buildCommand: 'touch $out' }],
  ['no hook before the build', { ...protocol(), buildPhase: '$SETUP_HS build lib:foo -j4\n' }],
])('does not recognise %s', (_, attributes) => {
  expect(haskellNix.recognise(derivation(attributes))).toBeUndefined()
})
