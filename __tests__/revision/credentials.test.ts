import { credentialsFor, mask, withoutUserInfo } from '../../src/revision/credentials.ts'

const serverUrl = 'https://github.com'
const url = 'https://github.com/o/r'
const token = 'ghs_0123456789abcdef'
const header = 'http.https://github.com/.extraheader'
const basic = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`
const entry = (key: string, value: string, scope = 'local') => ({ scope, key, value })
const kept = 'AUTHORIZATION: basic a2VwdDprZXB0'

const ssh = ['GIT_SSH', 'GIT_SSH_COMMAND', 'SSH_AUTH_SOCK'].map((name) => [name, process.env[name]] as const)
beforeAll(() => {
  for (const [name] of ssh) delete process.env[name]
})
afterAll(() => {
  for (const [name, value] of ssh) if (value !== undefined) process.env[name] = value
})

describe('credentialsFor', () => {
  it.each([
    ['nothing kept', [], url, true],
    ['a kept header', [entry(header, kept)], url, false],
    ['a header for all servers', [entry('http.extraheader', kept)], url, false],
    ['a header for another server', [entry('http.https://example.com/.extraheader', kept)], url, true],
    [
      'a header for a longer host name',
      [entry('http.https://github.com.evil/.extraheader', kept)],
      url,
      true,
    ],
    ['a header for another path', [entry('http.https://github.com/other/.extraheader', kept)], url, true],
    ['a header that is no authorization', [entry(header, 'X-Trace: 1')], url, true],
    ['a header that was taken back', [entry(header, kept), entry(header, '')], url, true],
    ['a credential helper of the user', [entry('credential.helper', 'store')], url, false],
    ['a credential helper of the system', [entry('credential.helper', 'osxkeychain', 'system')], url, true],
    ['a password in the URL', [], 'https://u:p@github.com/o/r', false],
    ['another server', [], 'https://example.com/o/r', false],
    ['another scheme', [], 'http://github.com/o/r', false],
    ['another port', [], 'https://github.com:8443/o/r', false],
    ['a local path', [], '/srv/r.git', false],
    ['an ssh remote of the server', [], 'git@github.com:o/r.git', true],
    ['an ssh remote of another server', [], 'git@example.com:o/r.git', false],
    ['an ssh remote with a key', [entry('core.sshcommand', 'ssh -i key')], 'git@github.com:o/r.git', false],
  ])('%s', (_, effective, remote, withToken) => {
    const { config } = credentialsFor(effective, remote, { token, serverUrl })
    expect(config.some(([key, value]) => key === header && value === basic)).toBe(withToken)
    if (!withToken) expect(JSON.stringify(config)).not.toContain(token)
  })

  it('goes by http where an ssh key was not kept', () => {
    const access = { token, serverUrl }
    expect(credentialsFor([], 'ssh://git@github.com/o/r.git', access).url).toBe('https://github.com/o/r.git')
    expect(credentialsFor([], 'git@github.com:o/r.git', access).url).toBe('https://github.com/o/r.git')
    expect(credentialsFor([], 'git@github.com:o/r.git', { serverUrl }).url).toBe('git@github.com:o/r.git')
  })

  it('hands over what decides the access, and no more', () => {
    const effective = [
      entry('http.proxy', 'http://p'),
      entry('core.sshcommand', 'ssh -i k'),
      entry('credential.https://x.helper', 'h'),
      entry('url.https://a/.insteadof', 'b:'),
      entry('alias.x', '!y'),
      entry('core.hookspath', '/h'),
      entry('remote.origin.promisor', 'true'),
    ]
    expect(credentialsFor(effective, url, { serverUrl }).config.map(([key]) => key)).toEqual([
      'http.proxy',
      'core.sshcommand',
      'credential.https://x.helper',
    ])
  })
})

describe('mask', () => {
  const { secrets } = credentialsFor([entry(header, kept)], 'https://u:secret@github.com/o/r', { serverUrl })
  it.each([
    ['fatal: https://u:secret@github.com/o/r', 'fatal: https://***@github.com/o/r'],
    ['sent a2VwdDprZXB0', 'sent ***'],
    ['https://other:password@example.com', 'https://***@example.com'],
    ['ordinary text', 'ordinary text'],
  ])('%p', (text, expected) => expect(mask(text, secrets)).toBe(expected))
})

it('drops user information', () => {
  expect(withoutUserInfo('https://u:p@h/o/r')).toBe('https://h/o/r')
  expect(withoutUserInfo('git@h:o/r')).toBe('git@h:o/r')
})
