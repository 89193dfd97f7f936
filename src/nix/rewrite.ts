import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readAnswer } from '../lib/answer.ts'
import { evaluationLimitSeconds } from './dry-run.ts'
import { type Nix, nixFile, nixString } from './nix.ts'

/** Has Nix evaluate nix/rewrite.nix for this request, and returns what it answers. Throws `ProcessError`. */
export async function rewrite(nix: Pick<Nix, 'run'>, request: unknown, scratch: string): Promise<unknown> {
  const file = join(scratch, `rewrite-${randomUUID()}.json`)
  await writeFile(file, JSON.stringify(request))
  try {
    const expression = `import ${nixString(nixFile('rewrite.nix'))} { request = ${nixString(file)}; }`
    const { stdout } = await nix.run(['eval', '--impure', '--json', '--expr', expression], {
      timeoutSeconds: evaluationLimitSeconds,
    })
    return readAnswer('nix eval', stdout, JSON.parse)
  } finally {
    await rm(file, { force: true })
  }
}
