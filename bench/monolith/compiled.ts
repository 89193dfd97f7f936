import { createModuleCount } from '../../src/adapters/haskell/modules.ts'

/** The modules that were compiled, by what Cabal and GHC print. */
export function compiledIn(log: string): readonly string[] {
  const count = createModuleCount()
  for (const line of log.split('\n')) count.feed(line)
  return count.modules().compiled.map(({ name }) => name)
}
