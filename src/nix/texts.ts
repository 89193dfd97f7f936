import { type Nix, nixString } from './nix.ts'

const limitSeconds = 60

/** Adds texts of one name to the store, which refer to no other path. Throws `ProcessError`. */
export async function addTexts(
  nix: Pick<Nix, 'run'>,
  name: string,
  texts: readonly string[],
): Promise<readonly string[]> {
  const list = texts.map(nixString).join(' ')
  const expression = `map (builtins.toFile ${nixString(name)}) [ ${list} ]`
  const { stdout } = await nix.run(['eval', '--json', '--expr', expression], {
    timeoutSeconds: limitSeconds,
  })
  return JSON.parse(stdout) as readonly string[]
}
