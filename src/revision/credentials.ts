import { type ConfigEntry, isAccessKey } from './git.ts'

/** How the remote may be reached besides what the checkout itself is configured with. */
export interface RemoteAccess {
  readonly token?: string
  /** The only server that the token is for, e.g. https://github.com. */
  readonly serverUrl: string
  /** A ref of the remote that contains the head, for servers that serve refs only. */
  readonly ref?: string
  /** Limit for one fetch; 600 without it. */
  readonly timeoutSeconds?: number
}

/** An entry of the checkout's effective configuration. */
export interface ScopedEntry {
  readonly scope: string
  readonly key: string
  readonly value: string
}

export interface Credentials {
  /** Where to fetch from. May hold a password: for git's environment only. */
  readonly url: string
  readonly config: readonly ConfigEntry[]
  /** Texts that must not be printed. */
  readonly secrets: readonly string[]
}

/**
 * How to reach `url`: as the checkout is configured, and with the token where that configuration holds no credentials
 * for the token's server. `url` has the checkout's `insteadOf` rules applied already, so those are left out.
 */
export function credentialsFor(
  effective: readonly ScopedEntry[],
  url: string,
  access: RemoteAccess,
): Credentials {
  const inherited = effective.filter(({ key }) => isAccessKey(key) && !/^(url|safe|remote)\./i.test(key))
  const target = hasSsh(effective) ? url : overHttp(url, access)
  const config: ConfigEntry[] = inherited.map(({ key, value }) => [key, value])
  const secrets = [userInfo(target), ...inherited.filter(isHeader).map(({ value }) => value)]
  if (access.token && isUnder(target, access.serverUrl) && !hasCredentials(inherited, target)) {
    const basic = Buffer.from(`x-access-token:${access.token}`).toString('base64')
    config.push([
      `http.${access.serverUrl.replace(/\/*$/, '/')}.extraheader`,
      `AUTHORIZATION: basic ${basic}`,
    ])
    secrets.push(access.token, basic)
  }
  return { url: target, config, secrets: secrets.filter((secret) => secret !== '') }
}

/** What to ask a server for that does not serve commits by their ids. */
export function refOf(access: RemoteAccess): string {
  return access.ref?.startsWith('refs/') ? access.ref : 'HEAD'
}

/** The text without any of the secrets, and without user information in URLs. */
export function mask(text: string, secrets: readonly string[]): string {
  const words = secrets.flatMap((secret) => [
    secret,
    ...secret.split(/\s+/).filter((word) => word.length >= 12),
  ])
  return words
    .reduce((masked, word) => masked.replaceAll(word, '***'), text)
    .replace(/(\w:\/\/)[^/@\s]+@/g, '$1***@')
}

/** The URL without user name and password; any other kind of remote as it is. */
export function withoutUserInfo(url: string): string {
  return url.replace(/^(https?:\/\/)[^/@]+@/i, '$1')
}

function userInfo(url: string): string {
  return /^https?:\/\/([^/@]+)@/i.exec(url)?.[1] ?? ''
}

function isHeader({ key }: ScopedEntry): boolean {
  return /^http\.(.*\.)?extraheader$/i.test(key)
}

/** The user's own ssh set-up: then an ssh remote is meant as it is written. */
function hasSsh(effective: readonly ScopedEntry[]): boolean {
  const { GIT_SSH, GIT_SSH_COMMAND, SSH_AUTH_SOCK } = process.env
  return (
    Boolean(GIT_SSH || GIT_SSH_COMMAND || SSH_AUTH_SOCK) ||
    effective.some(({ key }) => key === 'core.sshcommand')
  )
}

/** An ssh remote on the token's server by http, since a checkout that did not keep its ssh key has no other way. */
function overHttp(url: string, { token, serverUrl }: RemoteAccess): string {
  const ssh = /^(?:ssh:\/\/)?[^@/]+@([^:/]+)(?::\d+\/|[:/])(.+)$/.exec(url)
  if (!token || !ssh || !URL.canParse(serverUrl) || ssh[1] !== new URL(serverUrl).hostname) return url
  return `${serverUrl.replace(/\/*$/, '')}/${ssh[2]!.replace(/^\/+/, '')}`
}

function isUnder(url: string, base: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(base)) return false
  const [a, b] = [new URL(url), new URL(base)]
  const path = b.pathname.replace(/\/*$/, '/')
  return /^https?:$/.test(a.protocol) && a.origin === b.origin && `${a.pathname}/`.startsWith(path)
}

function hasCredentials(effective: readonly ScopedEntry[], url: string): boolean {
  if (userInfo(url).includes(':')) return true
  let header = false
  let helper = false
  for (const { scope, key, value } of effective) {
    const match = /^(http|credential)\.(?:(.*)\.)?(extraheader|helper)$/i.exec(key)
    if (match === null || (match[2] !== undefined && !isUnder(withoutUserInfo(url), match[2]))) continue
    // An empty value empties the list so far.
    if (match[1] === 'http') header = value !== '' && (header || /^authorization *:/i.test(value.trim()))
    // A helper of the system's is there on every macOS machine, and knows nothing on a runner.
    else if (value === '') helper = false
    else helper = helper || scope !== 'system'
  }
  return header || helper
}
