import { type Adapter, attribute, attributeWords, type Derivation, runsPhases } from '../../graph/index.ts'
import { nameOf } from '../../lib/store-path.ts'
import { keepsIntermediates } from '../haskell/obstacle.ts'

/** Modules that nixpkgs' Go builder makes (pkgs/build-support/go/module.nix), whatever was done to them afterwards. */
export const go: Adapter = {
  name: 'go',
  recognise(derivation) {
    if (!isBuild(derivation) || keepsIntermediates(derivation)) return undefined
    const compiler = compilerOf(derivation)
    const name = attribute(derivation, 'pname') ?? attribute(derivation, 'name')
    return compiler === undefined || name === undefined ? undefined : { package: name, compiler }
  },
}

/** Whether stdenv runs the hooks where Go is called, with a build cache that is this build's own. */
function isBuild(derivation: Derivation): boolean {
  const text = (name: string) => attribute(derivation, name) ?? ''
  return (
    runsPhases(derivation) &&
    /^\s*export GOCACHE="?\$TMPDIR\/go-cache"?$/m.test(text('configurePhase')) &&
    /^\s*runHook preBuild\b/m.test(text('buildPhase')) &&
    /^\s*(?:buildGoDir install|go (?:build|install))(?: |$)/m.test(text('buildPhase'))
  )
}

/** For example `go-1.24.4`, which is among what runs at build time. */
function compilerOf(derivation: Derivation): string | undefined {
  return attributeWords(derivation, 'nativeBuildInputs')
    .map(nameOf)
    .find((name) => /^go-[\d.]+/.test(name))
}
