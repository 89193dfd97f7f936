import { attributeWords, type Derivation } from '../../graph/index.ts'

/**
 * The flags that differ so that GHC compiles every module again, whatever its source; undefined if none does. The flags
 * that a package's description holds are not seen here: a derivation has them in its sources.
 */
export function recompilesAll(head: Derivation, base: Derivation): string | undefined {
  const [ours, theirs] = [fingerprinted(head), fingerprinted(base)]
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return undefined
  const added = ours.filter((flag) => !theirs.includes(flag))
  const gone = theirs.filter((flag) => !ours.includes(flag))
  return [...added, ...gone.map((flag) => `no ${flag}`)].join(', ') || 'in another order'
}

/**
 * Those in the fingerprint that GHC keeps of the flags of each module (`fingerprintDynFlags` in its GHC.Iface.Recomp), in
 * their order, where the last of two that contradict each other counts. Seen with GHC 9.6.6: a change of any of these
 * compiles everything; warnings, and flags for the linker, the run time, profiling and what is shown, compile nothing.
 * `-haddock` is not in it, but the hooks have all compiled for that.
 */
function fingerprinted(derivation: Derivation): readonly string[] {
  return ['configureFlags', 'buildFlags']
    .flatMap((name) => attributeWords(derivation, name))
    .map((word) => word.replace(/^--ghc-options?=/, ''))
    .filter((word) => compiling.test(word))
}

const compiling =
  /^(?:-O[0-2]?|-X\w+|-D\w.*|-I.+|-optP.+|-g[0-3]?|-fhpc|-(?:no-)?haddock|-f(?:no-)?(?:specialise-aggressively|expose-all-unfoldings|ignore-asserts)|--(?:enable|disable)-(?:optimization|coverage|debug-info)(?:=.*)?|--extra-include-dirs=.+)$/
