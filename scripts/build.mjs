import { rmSync } from 'node:fs'
import { build } from 'esbuild'

// dist/ is what the runner runs: it never installs packages. Same source and lock file, same bytes.
const outdir = process.argv[2] ?? 'dist'
rmSync(outdir, { recursive: true, force: true })
await build({
  entryPoints: [
    'src/main.ts',
    'src/post.ts',
    'src/cache/github-worker.ts',
    'src/builder/keeper.ts',
    'src/linux-builder-main.ts',
    'src/truncate-main.ts',
    'src/linux-builder-post.ts',
  ],
  outbase: 'src',
  outdir,
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  legalComments: 'none',
  // Bundled CommonJS packages call require() for node's own modules, which ESM does not have.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
})
