import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Bundles the program that runs @actions/cache, as the build of dist/ does, and returns its path. */
export async function bundleWorker(directory: string): Promise<string> {
  const outfile = join(directory, 'github-worker.mjs')
  await build({
    entryPoints: [join(root, 'src/cache/github/worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  })
  return outfile
}

/** For NODE_OPTIONS: see dns-override.cjs. */
export const dnsOverride = `--require=${join(root, 'testing/cache-service/dns-override.cjs')}`

/** A host below blob.core.windows.net, which dns-override.cjs finds on this machine. */
export const azureHost = 'loopback.blob.core.windows.net'
