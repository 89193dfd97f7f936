import {
  type Adapter,
  attribute,
  attributeNames,
  attributeWords,
  type Derivation,
  runsPhases,
} from '../../graph/index.ts'
import { nameOf } from '../../lib/store-path.ts'
import { keepsIntermediates } from '../haskell/obstacle.ts'

/**
 * Packages that stdenv's own phases build by a tool that goes by time stamps: CMake with Ninja or Make, Meson, autotools, or
 * make alone. Whether there is C or C++ in them only the build tells; what else there is, is built as ever.
 */
export const checkpoint: Adapter = {
  name: 'checkpoint',
  recognise(derivation) {
    if (!runsOwnPhases(derivation) || keepsIntermediates(derivation)) return undefined
    if (isOfOtherTools(derivation) || !callsBuildTool(derivation)) return undefined
    return { package: packageOf(derivation), compiler: compilerOf(derivation) }
  },
}

/** Whether stdenv's builder runs the phases that it names itself. */
function runsOwnPhases(derivation: Derivation): boolean {
  const is = (name: string) => (attribute(derivation, name) ?? '') !== ''
  return (
    /-default-builder\.sh$/.test(derivation.args.at(-1) ?? '') &&
    is('stdenv') &&
    (is('src') || attributeWords(derivation, 'srcs').length > 0) &&
    runsPhases(derivation) &&
    !is('dontBuild') &&
    !attributeWords(derivation, 'passAsFile').includes('buildCommand')
  )
}

/** Attributes and names of packages by which other languages' builders are known, which have caches of other kinds. */
const otherAttributes =
  /^(cargo.*|goModules|goPackagePath|vendorHash|npm(Deps|Workspace|Build).*|yarnOfflineCache|pnpmDeps|nugetDeps|dotnet.*|mixFodDeps|mvn.*|gradle.*|pyproject|setupPyBuildFlags|perlPostHook|gemPath|setupCompilerEnvironmentPhase|SETUP_HS|elispFiles|erlangPackages)$/i
const otherTools =
  /^(cargo|rustc|rust|go|ghc|nodejs|npm|yarn|pnpm|dotnet|dune|ocaml\d*|zig|swift|sbt|gradle|maven|bazel|scons|waf|qmake|gn|stack|cabal|pypa|pip|setuptools|wheel|python\d*(?:\.\d+)?-(?:imports|runtime|remove|output|namespace|catch)|python-(?:imports|runtime|remove|output|namespace|catch)|bundler)(?:[-_.].*)?$/

function isOfOtherTools(derivation: Derivation): boolean {
  return (
    attributeNames(derivation).some((name) => otherAttributes.test(name)) ||
    toolsOf(derivation).some((name) => otherTools.test(name))
  )
}

/** Who calls it twice may give it other flags, by which make would not compile again what is there. */
const calls =
  /(?:^|[\s;&|(])(?:make|ninja|cmake\s+--build|meson\s+compile|(?:ninja|make)BuildPhase)(?=\s|;|$)/gm
const callsIn = (text: string) => text.match(calls)?.length ?? 0

const buildSystem = /^(cmake|ninja|samurai|meson|autoreconf-hook|autoconf|automake)(?:-|$)/

function callsBuildTool(derivation: Derivation): boolean {
  const text = (name: string) => attribute(derivation, name) ?? ''
  const own = text('buildPhase')
  if (['preBuild', 'postBuild'].some((name) => callsIn(text(name)) > 0)) return false
  if (own !== '') {
    const hooks = /^\s*runHook preBuild\s*$/m.test(own) && /^\s*runHook postBuild\s*$/m.test(own)
    return hooks && callsIn(own) === 1
  }
  if (toolsOf(derivation).some((name) => buildSystem.test(name))) return true
  // By stdenv's own phase, which calls make if there is a makefile. Who installs by other means may well have none.
  const installs = text('installPhase') === '' || callsIn(text('installPhase')) > 0
  const flags = ['makeFlags', 'buildFlags', 'makefile', 'enableParallelBuilding']
  return installs || flags.some((name) => attributeWords(derivation, name).length > 0 || text(name) !== '')
}

/** Names without versions would not tell hooks from what they are hooks of. */
function toolsOf(derivation: Derivation): readonly string[] {
  return ['nativeBuildInputs', 'buildInputs']
    .flatMap((name) => attributeWords(derivation, name))
    .map((path) => nameOf(path))
}

function packageOf(derivation: Derivation): string {
  return attribute(derivation, 'pname') ?? derivation.name.replace(/-\d[^-]*$/, '')
}

/** stdenv names its compiler only where the package names it too; else stdenv itself stands for it. */
function compilerOf(derivation: Derivation): string {
  const named = toolsOf(derivation).find((name) => /^(?:.*-)?(?:gcc|clang)(?:-wrapper)?-\d/.test(name))
  return named ?? nameOf(attribute(derivation, 'stdenv') ?? '')
}
