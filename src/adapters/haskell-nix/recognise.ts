import { type Adapter, attribute, type Derivation, runsPhases } from '../../graph/index.ts'
import { nameOf } from '../../lib/store-path.ts'
import { believe } from '../haskell/belief.ts'
import { recompilesAll } from '../haskell/flags.ts'
import { keepsIntermediates, obstacleOf } from '../haskell/obstacle.ts'

/**
 * Components that haskell.nix builds by `Setup` (builder/comp-builder.nix, its `builderVersion = 1`): each library,
 * executable, test and benchmark is a derivation of its own. Those that run tests or Haddock have the same attributes, but
 * phases of their own.
 */
export const haskellNix: Adapter = {
  name: 'haskell-nix',
  recognise(derivation) {
    const component = componentOf(derivation)
    const compiler = compilerOf(derivation)
    if (component === undefined || compiler === undefined || keepsIntermediates(derivation)) return undefined
    const obstacle = obstacleOf(derivation, compiler)
    return { package: component, compiler, ...(obstacle === undefined ? {} : { obstacle }) }
  },
  believe,
  recompilesAll,
}

const target = /^\s*\$SETUP_HS build (lib|flib|exe|test|bench):(\S+)(?: |$)/m

/** For example `foo-lib-foo`, which tells the component and its package. */
function componentOf(derivation: Derivation): string | undefined {
  const text = (name: string) => attribute(derivation, name) ?? ''
  const [, kind, component] = target.exec(text('buildPhase')) ?? []
  const isBuild =
    /\/bin\/(?:Setup|default-setup[^/]*)$/.test(text('SETUP_HS')) &&
    runsPhases(derivation) &&
    /^\s*runHook preConfigure$/m.test(text('configurePhase')) &&
    /\$SETUP_HS configure .*\$configFiles\/configure-flags/.test(text('configurePhase')) &&
    /^\s*runHook preBuild$/m.test(text('buildPhase'))
  return isBuild && text('pname').endsWith(`-${kind}-${component}`) ? text('pname') : undefined
}

/** The configure phase wraps it, and calls the one underneath so. */
function compilerOf(derivation: Derivation): string | undefined {
  const path = /^\s*unwrappedGhc=(\S+)$/m.exec(attribute(derivation, 'configurePhase') ?? '')?.[1]
  return path === undefined ? undefined : nameOf(path)
}
