import { chmodSync, rmSync } from 'node:fs'
import { build } from 'esbuild'

/**
 * Importing a part of @actions/core does nothing, though its package.json does not say so: parts that nobody uses are left
 * out. One of them, for identity tokens, brings an HTTP client that takes longer to load than all the rest.
 */
const pureToolkit = {
  name: 'pure-toolkit',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^\.\// }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'resolving' || !/@actions[\\/]core[\\/]lib$/.test(from.resolveDir)) return undefined
      const { importer, namespace, resolveDir, kind } = from
      const found = await resolve(path, { importer, namespace, resolveDir, kind, pluginData: 'resolving' })
      return { ...found, sideEffects: false }
    })
  },
}

// dist/ is what the runner runs: it never installs packages. Same source and lock file, same bytes.
const outdir = process.argv[2] ?? 'dist'
rmSync(outdir, { recursive: true, force: true })
await build({
  // By the names that the action.yml files and the sources know them by.
  entryPoints: {
    main: 'src/action/main.ts',
    post: 'src/action/post.ts',
    'truncate-main': 'src/action/truncate-main.ts',
    'linux-builder-main': 'src/action/linux-builder-main.ts',
    'linux-builder-post': 'src/action/linux-builder-post.ts',
    cli: 'src/cli/main.ts',
    'builder/keeper': 'src/builder/keeper.ts',
    'cache/github-worker': 'src/cache/github/worker.ts',
  },
  outdir,
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  legalComments: 'none',
  plugins: [pureToolkit],
  // Bundled CommonJS packages call require() for node's own modules, which ESM does not have.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
})
// npm and Nix run it as a program.
chmodSync(`${outdir}/cli.js`, 0o755)
