import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { launchEnvironment } from '../../src/builder/environment.ts'
import { enterFolder, filesOf, folderFor, leaveFolder, leftovers } from '../../src/builder/folder.ts'
import { nixSshConfig, publicKey, sshConfig } from '../../src/builder/ssh.ts'

let place: string
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'incremental-nix-test-'))
})
afterEach(() => rmSync(place, { recursive: true }))

describe('folderFor', () => {
  it.each([
    ['/Users/runner/work/_temp', '/Users/runner/work/_temp'],
    ['/home/runner/work/_temp', '/home/runner/work/_temp'],
    ['/Users/ci/actions runner/_temp', '/tmp'],
    [`/srv/${'long/'.repeat(20)}_temp`, '/tmp'],
  ])('with temporary files in %s it lies in %s', (runnerTemp, directory) => {
    const folder = folderFor(runnerTemp, '/tmp', ['job', 'aarch64-linux'])
    expect(dirname(folder)).toBe(directory)
    // With what ssh adds while it makes a socket, within the 104 bytes of macOS.
    expect(`${folder}/c501.0123456789abcdef`.length).toBeLessThan(104)
  })

  it('is the same for one job, and another for another job, system or runner', () => {
    const all = [
      folderFor('/a', '/tmp', ['1', 'aarch64-linux']),
      folderFor('/a', '/tmp', ['2', 'aarch64-linux']),
      folderFor('/a', '/tmp', ['1', 'x86_64-linux']),
      folderFor('/b', '/tmp', ['1', 'aarch64-linux']),
    ].map((path) => basename(path))
    expect(new Set(all).size).toBe(all.length)
    expect(folderFor('/a', '/tmp', ['1', 'aarch64-linux'])).toBe(join('/a', all[0]!))
  })
})

describe('a shared folder', () => {
  const job = (id: string) => ({ runnerTemp: place, id })

  it('is private, made by the first use and taken down by the last', async () => {
    const folder = join(place, 'linux-builder-1')
    expect(await enterFolder(folder, 'first', job('1'))).toBe(true)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(await enterFolder(folder, 'second', job('1'))).toBe(false)
    expect(await leaveFolder(folder, 'first')).toBe(false)
    expect(await leaveFolder(folder, 'second')).toBe(true)
    expect(existsSync(filesOf(folder).users)).toBe(false)
  })

  it('is a leftover to the next job of the same runner only', async () => {
    const folder = join(place, 'linux-builder-1')
    await enterFolder(folder, 'use', job('1'))
    mkdirSync(join(place, 'linux-builder-unknown'))
    expect(await leftovers([place], job('1'))).toEqual([])
    expect(await leftovers([place], job('2'))).toEqual([folder])
    expect(await leftovers([place, '/nonexistent'], { runnerTemp: '/other', id: '2' })).toEqual([])
  })
})

it('the configuration of ssh leads to loopback, with one key and a pinned host', () => {
  const text = sshConfig('/t/linux-builder-1', { alias: 'linux-builder-1', port: 31022 })
  expect(text).toBe(`Host linux-builder-1
  HostName 127.0.0.1
  Port 31022
  User builder
  IdentityFile /t/linux-builder-1/keys/builder_ed25519
  IdentitiesOnly yes
  HostKeyAlias linux-builder-1
  UserKnownHostsFile /t/linux-builder-1/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  BatchMode yes
  ControlMaster auto
  ControlPath /t/linux-builder-1/c%i
  ControlPersist 60
  ConnectTimeout 20
  ServerAliveInterval 5
  ServerAliveCountMax 3
  Compression no
  LogLevel ERROR
`)
  expect(nixSshConfig([text])).toBe(
    `${text}Host * !linux-builder-*\n  Include ~/.ssh/config\n  Include /etc/ssh/ssh_config\n`,
  )
})

it.each([
  ['ssh-ed25519 AAAAC3Nz root@nixos\n', 'ssh-ed25519 AAAAC3Nz'],
  ['# 127.0.0.1:22 SSH-2.0\n[127.0.0.1]:31022 ssh-ed25519 AAAAC3Nz\n', 'ssh-ed25519 AAAAC3Nz'],
  ['-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n', undefined],
  ['', undefined],
])('publicKey of %j', (text, key) => {
  expect(publicKey(text)).toBe(key)
})

describe('launchEnvironment', () => {
  const settings = (system: 'aarch64-linux' | 'x86_64-linux', acceleration: 'hvf' | 'none') => ({
    port: 31022,
    cores: 3,
    memoryMiB: 3584,
    diskGiB: 20,
    plan: { system, acceleration },
  })

  it('keeps the contract', () => {
    expect(launchEnvironment('/t/b', settings('aarch64-linux', 'none'), { PATH: '/bin' })).toEqual({
      PATH: '/bin',
      KEYS: '/t/b/keys',
      LINUX_BUILDER_PORT: '31022',
      LINUX_BUILDER_SYSTEM: 'aarch64-linux',
      LINUX_BUILDER_ACCELERATION: 'none',
      LINUX_BUILDER_CORES: '3',
      LINUX_BUILDER_MEMORY: '3584',
      LINUX_BUILDER_DISK: '20',
      NIX_DISK_IMAGE: '/t/b/vm/disk.qcow2',
      QEMU_OPTS: '-m 3584 -smp 3 -pidfile /t/b/qemu.pid -qmp unix:/t/b/qmp,server=on,wait=off',
      QEMU_KERNEL_PARAMS: 'arm64.nopauth',
    })
  })

  it.each([
    ['aarch64-linux', 'hvf', ''],
    ['x86_64-linux', 'none', ''],
    ['aarch64-linux', 'none', 'arm64.nopauth'],
  ] as const)('%s with acceleration %s gets the kernel parameters %j', (system, acceleration, parameters) => {
    const environment = launchEnvironment('/t/b', settings(system, acceleration), {})
    expect(environment.QEMU_KERNEL_PARAMS).toBe(parameters)
  })
})
