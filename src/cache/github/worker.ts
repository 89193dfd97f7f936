import { stdout } from 'node:process'
import { isFeatureAvailable, restoreCache, saveCache } from '@actions/cache'
import { messageOf } from '../../lib/errors.ts'
import { entryDirectory, type WorkerResult } from './output.ts'

/**
 * A program of its own: `github-worker find|lookup|restore|save KEY`, run in a private directory. See github.ts for why.
 * @actions/cache logs to standard output; the last line is the result.
 */
async function main(operation: string | undefined, key: string): Promise<WorkerResult> {
  if (!isFeatureAvailable()) return { type: 'unavailable' }
  switch (operation) {
    case 'lookup':
    case 'restore': {
      const lookupOnly = operation === 'lookup'
      return { type: 'found', key: (await restoreCache([entryDirectory], key, [], { lookupOnly })) ?? null }
    }
    case 'find':
      return {
        type: 'found',
        key: (await restoreCache([entryDirectory], key, [key], { lookupOnly: true })) ?? null,
      }
    case 'save':
      return { type: 'saved', id: await saveCache([entryDirectory], key) }
    default:
      return { type: 'thrown', message: `unknown operation ${operation}` }
  }
}

const result = await main(process.argv[2], process.argv[3] ?? '').catch(
  (error: unknown): WorkerResult => ({ type: 'thrown', message: messageOf(error) }),
)
// Connections that are kept alive would hold the process for minutes.
stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit(0))
