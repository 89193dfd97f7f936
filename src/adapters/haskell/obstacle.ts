import { attribute, attributeWords, type Derivation, type Obstacle } from '../../graph/index.ts'

/** GHC 9.4 is the first that decides by source hash whether to recompile; older ones see new time stamps everywhere. */
const minimumGhc = [9, 4] as const

/** What stands in the way of a build by Cabal and GHC, whoever calls them. `compiler`: a name such as `ghc-9.6.6`. */
export function obstacleOf(derivation: Derivation, compiler: string): Obstacle | undefined {
  return oldCompiler(compiler) ?? ownIntermediates(derivation) ?? obstacleOfFlags(derivation)
}

/** Of a name such as `ghc-9.6.6` or `aarch64-unknown-linux-gnu-ghc-9.6.6-with-packages`. */
function oldCompiler(compiler: string): Obstacle | undefined {
  const version = /ghc-(\d+)\.(\d+)[\d.]*/.exec(compiler)
  if (version === null) return undefined
  const [major, minor] = [Number(version[1]), Number(version[2])]
  const old = major < minimumGhc[0] || (major === minimumGhc[0] && minor < minimumGhc[1])
  return old ? { code: 'compiler-too-old', detail: version[0].replace('ghc-', '') } : undefined
}

/**
 * nixpkgs' `previousIntermediates`, put back after `preBuild`, in place of all that is there; or our own hooks, by which
 * nix/default.nix was applied by hand.
 */
function ownIntermediates(derivation: Derivation): Obstacle | undefined {
  const copy = /^\s*cp -r (\S+)\/share\/haskell\/\S+ dist\/build\s*$/m
  const find = /^\s*incrementalNixFrom=(\/\S+)$/m
  const from =
    copy.exec(attribute(derivation, 'buildPhase') ?? '')?.[1] ??
    find.exec(attribute(derivation, 'preConfigure') ?? '')?.[1]
  return from === undefined ? undefined : { code: 'own-intermediates', detail: from }
}

/** Whether it is a full build that nix/default.nix made by hand: built as it is, since another starts from it. */
export function keepsIntermediates(derivation: Derivation): boolean {
  return attribute(derivation, 'incrementalNixKeepPhase') !== undefined
}

function obstacleOfFlags(derivation: Derivation): Obstacle | undefined {
  const texts = [
    ...attributeWords(derivation, 'configureFlags'),
    ...attributeWords(derivation, 'buildFlags'),
    ...phasesWithFlags.map((phase) => attribute(derivation, phase) ?? ''),
  ]
  for (const text of texts) {
    const directory = /--builddir(?:=| +)\S+/.exec(text)?.[0]
    if (directory !== undefined) return { code: 'own-build-directory', detail: directory }
    const hie = /-hiedir[= ]?["'\\]*([$/][^\s"']+)/.exec(text)?.[1]
    if (hie !== undefined) return { code: 'hie-output', detail: hie }
  }
  return undefined
}

const phasesWithFlags = ['setupCompilerEnvironmentPhase', 'configurePhase', 'buildPhase'] as const
