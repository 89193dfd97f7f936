/** Lines of Nix's machines format. Nix manual, "Remote builds": URI, systems, key, jobs, speed, features, …, host key. */

export interface Machine {
  readonly uri: string
  readonly systems: readonly string[]
  readonly jobs: number
  readonly features: readonly string[]
}

const form =
  'write `URI SYSTEMS KEY JOBS SPEED FEATURES MANDATORY HOSTKEY`, as in /etc/nix/machines, with `-` for what is left out'

/** The line for a VM. Key, port and host key are in its ssh configuration. */
export function machineLine({ uri, systems, jobs, features }: Machine): string {
  return [uri, list(systems), '-', String(jobs), '1', list(features), '-', '-'].join(' ')
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '-' : items.join(',')
}

/**
 * Reads the input `builders`: one machine per line or between semicolons, `#` starts a comment.
 * Returns them one per line as they are. Throws an `Error` for the first that is wrong.
 */
export function parseMachineLines(text: string): readonly string[] {
  return text
    .split(/[\n;]/)
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '')
    .map((line) => {
      check(line)
      return line
    })
}

function check(line: string): void {
  const [uri = '', systems = '-', , jobs = '-', speed = '-', , , hostKey = '-', ...more] = line.split(/\s+/)
  const refuse = (why: string): never => {
    throw new Error(`\`${line}\`: ${why}; ${form}`)
  }
  if (uri.startsWith('@')) refuse('files of machines are for nix.conf; give the lines themselves')
  if (!/^([a-z][a-z0-9+.-]*:\/\/)?[^\s/@]+(@[^\s/@]+)?(\/\S*|\?\S*)?$/.test(uri))
    refuse('it does not begin with a store URI')
  if (/^https?:/.test(uri)) refuse('a binary cache builds nothing; it must be `ssh-ng://…` or `ssh://…`')
  if (systems !== '-' && !systems.split(',').every((system) => /^[\w]+-[\w]+$/.test(system)))
    refuse(`\`${systems}\` are not systems such as \`aarch64-linux,x86_64-linux\``)
  if (jobs !== '-' && !/^[1-9]\d*$/.test(jobs)) refuse(`\`${jobs}\` is not a number of jobs`)
  if (speed !== '-' && !/^(\d+(\.\d+)?|\.\d+)$/.test(speed)) refuse(`\`${speed}\` is not a speed factor`)
  if (hostKey !== '-' && !/^[A-Za-z0-9+/]+={0,2}$/.test(hostKey))
    refuse('the host key is not base64; make it by `base64 -w0 ssh_host_ed25519_key.pub`')
  if (more.length > 0) refuse('it has more than eight fields')
}

/**
 * Systems that these lines build for. A line that names none builds for the system of the machine that reads it.
 */
export function systemsOfLines(lines: readonly string[], ownSystem: string): ReadonlySet<string> {
  return new Set(
    lines.flatMap((line) => {
      const systems = line.split(/\s+/)[1]
      return systems === undefined || systems === '-' ? [ownSystem] : systems.split(',')
    }),
  )
}

/** The value of `builders` with lines added to what it was. */
export function addLines(builders: string, lines: readonly string[]): string {
  return [...builders.split(/[\n;]/), ...lines]
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ; ')
}

/** The file that a value of `builders` refers to; undefined if it refers to none, which hides every such file. */
export function machinesFile(builders: string): string | undefined {
  return builders
    .split(/[\n;]/)
    .map((line) => line.trim())
    .find((line) => line.startsWith('@'))
    ?.slice(1)
}

const marker = ' # for a job of incremental-nix: '

/** `text` with lines added, each marked so that they can be found again. `mark` is the folder of their VM. */
export function withMarkedLines(text: string, lines: readonly string[], mark: string): string {
  const separator = text === '' || text.endsWith('\n') ? '' : '\n'
  return `${text}${separator}${lines.map((line) => `${line}${marker}${mark}\n`).join('')}`
}

/** `text` without the lines that were marked so. */
export function withoutMarkedLines(text: string, mark: string): string {
  return text
    .split('\n')
    .filter((line) => !line.endsWith(`${marker}${mark}`))
    .join('\n')
}

/** All marks in a file of machines. */
export function marksIn(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => line.split(marker)[1] ?? [])
}
