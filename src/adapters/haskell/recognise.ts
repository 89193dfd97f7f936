import { type Adapter, attribute, attributeWords, type Derivation, runsPhases } from '../../graph/index.ts'
import { nameOf } from '../../lib/store-path.ts'
import { believe } from './belief.ts'
import { recompilesAll } from './flags.ts'
import { keepsIntermediates, obstacleOf } from './obstacle.ts'

/**
 * Packages that nixpkgs' Haskell builder makes (pkgs/development/haskell-modules/generic-builder.nix), whatever was done to
 * them afterwards, unless it is no build any more: nixpkgs makes source and documentation tarballs by overriding phases.
 */
export const haskell: Adapter = {
  name: 'haskell',
  recognise(derivation) {
    if (!isBuild(derivation) || keepsIntermediates(derivation)) return undefined
    const compiler = compilerOf(derivation)
    const name = attribute(derivation, 'pname')
    if (compiler === undefined || name === undefined) return undefined
    const obstacle = obstacleOf(derivation, compiler)
    return { package: name, compiler, ...(obstacle === undefined ? {} : { obstacle }) }
  },
  believe,
  recompilesAll,
}

/** Whether stdenv runs the builder's phases, and they the hooks. */
function isBuild(derivation: Derivation): boolean {
  const text = (name: string) => attribute(derivation, name) ?? ''
  return (
    attributeWords(derivation, 'prePhases').includes('setupCompilerEnvironmentPhase') &&
    attributeWords(derivation, 'preConfigurePhases').includes('compileBuildDriverPhase') &&
    runsPhases(derivation) &&
    /^\s*runHook preConfigure$/m.test(text('configurePhase')) &&
    /\.\/Setup configure /.test(text('configurePhase')) &&
    /^\s*runHook preBuild$/m.test(text('buildPhase')) &&
    /^\s*\.\/Setup build(?: |$)/m.test(text('buildPhase'))
  )
}

/** Its builder says so in the first of its phases: `Build with <store path>.` */
function compilerOf(derivation: Derivation): string | undefined {
  const phase = attribute(derivation, 'setupCompilerEnvironmentPhase') ?? ''
  const path = /^\s*echo "Build with (\S+)\."$/m.exec(phase)?.[1]
  const name = path === undefined ? undefined : nameOf(path)
  return name?.includes('ghc') === true ? name : undefined
}
