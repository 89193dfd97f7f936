import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../src/lib/process.ts'

const bin = '/usr/bin'

/** Debian's Go, which scripts/setup installs, as the package set wants it described. */
export function hostGo(): { readonly version: string; readonly bin: string } {
  if (!existsSync(`${bin}/go`)) throw new Error(`there is no ${bin}/go: run scripts/setup`)
  const text = execFileSync(`${bin}/go`, ['version'], { encoding: 'utf8' })
  const version = /\bgo(\d[\d.]*)/.exec(text)?.[1]
  if (version === undefined) throw new Error(`${bin}/go calls itself ${text}`)
  return { version, bin }
}

/** The packages that `go install -v` says it compiled, without those of Go itself. */
export function compiledPackages(log: string): readonly string[] {
  const names = [...log.matchAll(/^example\.com\/(?:sample\/)?(\S+)$/gm)].map(([, name = '']) => name)
  return [...new Set(names)].sort()
}

export interface PlainGo {
  /** The program `app` of a module as Go makes it of these sources alone, as nixpkgs' builder calls it; its path. */
  build(module: string, flags?: readonly string[]): Promise<string>
}

/** Go outside of Nix, for comparison. What it has compiled already is its own packages, and nothing of any module. */
export async function createPlainGo(directory: string, module: string): Promise<PlainGo> {
  const own = join(directory, 'own')
  let builds = 0
  const go = (cache: string, cwd: string, args: readonly string[], bin = '') =>
    run('/usr/bin/go', args, {
      cwd,
      env: {
        ...{ GOCACHE: cache, GOPATH: join(directory, 'path'), GOBIN: bin, XDG_CONFIG_HOME: directory },
        ...{ GOPROXY: 'off', GOSUMDB: 'off', GOTOOLCHAIN: 'local', GO111MODULE: 'on', GOENV: 'off' },
        ...{ GOFLAGS: '-trimpath', CGO_ENABLED: '1', CC: 'gcc' },
      },
    })
  const listed = await go(own, module, [
    'list',
    '-deps',
    '-f',
    '{{if .Standard}}{{.ImportPath}}{{end}}',
    './app',
  ])
  const names = listed.stdout.split('\n').filter((name) => name !== '' && name !== 'unsafe')
  await go(own, module, ['build', ...names])

  return {
    async build(module, flags = []) {
      const place = join(directory, String(++builds))
      mkdirSync(place)
      cpSync(own, join(place, 'cache'), { recursive: true })
      cpSync(module, join(place, 'sources'), { recursive: true })
      const sources = join(place, 'sources')
      await go(join(place, 'cache'), sources, ['mod', 'vendor'])
      const options = ['-mod=vendor', ...flags]
      await go(join(place, 'cache'), sources, ['install', ...options, './app'], join(place, 'bin'))
      return join(place, 'bin', 'app')
    },
  }
}
