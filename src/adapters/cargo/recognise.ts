import { type Adapter, attribute, attributeWords, type Derivation, runsPhases } from '../../graph/index.ts'
import { nameOf } from '../../lib/store-path.ts'
import { keepsIntermediates } from '../haskell/obstacle.ts'

/** Packages that nixpkgs' `buildRustPackage` makes, or whose phases are those of its hooks (pkgs/build-support/rust/hooks). */
export const cargo: Adapter = {
  name: 'cargo',
  recognise(derivation) {
    if (!isBuild(derivation) || keepsIntermediates(derivation)) return undefined
    const compiler = compilerOf(derivation)
    const name = attribute(derivation, 'pname') ?? attribute(derivation, 'name')
    return compiler === undefined || name === undefined ? undefined : { package: name, compiler }
  },
}

/** The hooks by which cargo is configured, and called. */
const hooks = ['cargo-setup-hook.sh', 'cargo-build-hook.sh'] as const
/** What each of these is empty for, if stdenv runs the hooks' phases. */
const ownPhases = ['buildPhase', 'dontCargoBuild', 'dontBuild'] as const

function isBuild(derivation: Derivation): boolean {
  const inputs = inputsOf(derivation)
  return (
    hooks.every((hook) => inputs.includes(hook)) &&
    runsPhases(derivation) &&
    ownPhases.every((name) => (attribute(derivation, name) ?? '') === '')
  )
}

/** For example `rustc-1.85.1` or `rustc-wrapper-1.85.1`, or a toolchain as `rust-default-1.85.1`. */
function compilerOf(derivation: Derivation): string | undefined {
  const inputs = inputsOf(derivation)
  return (
    inputs.find((name) => /^rustc-(?:wrapper-)?\d/.test(name)) ??
    inputs.find((name) => /^rust-(?:\d|(?:default|minimal|complete|mixed|stable|beta|nightly)\b)/.test(name))
  )
}

const inputsOf = (derivation: Derivation) => attributeWords(derivation, 'nativeBuildInputs').map(nameOf)
