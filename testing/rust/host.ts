import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

/** Debian's rustc and cargo, which scripts/setup installs, as the package set wants them described. */
export function hostRust(): { readonly version: string; readonly bin: string; readonly platform: string } {
  const bin = '/usr/bin'
  for (const name of ['cargo', 'rustc'])
    if (!existsSync(`${bin}/${name}`)) throw new Error(`there is no ${bin}/${name}: run scripts/setup`)
  const text = execFileSync(`${bin}/rustc`, ['--version', '--verbose'], { encoding: 'utf8' })
  const version = /^release: (\S+)$/m.exec(text)?.[1]
  const platform = /^host: (\S+)$/m.exec(text)?.[1]
  if (version === undefined || platform === undefined) throw new Error(`${bin}/rustc calls itself ${text}`)
  return { version, bin, platform }
}

/** The crates that cargo says it compiled. */
export function compiledCrates(log: string): readonly string[] {
  const text = stripVTControlCharacters(log)
  const names = [...text.matchAll(/^ *Compiling (\S+) v\S+/gm)].map(([, name = '']) => name)
  return [...new Set(names)].sort()
}
