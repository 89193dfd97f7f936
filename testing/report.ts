import type { InstallableReport, Message, Report, UnitReport } from '../src/report/report.ts'

/** Values of a report, as the run of a small package makes them. */

export function unitReport(overrides: Partial<UnitReport> = {}): UnitReport {
  return {
    name: 'core-1.0',
    package: 'core',
    system: 'x86_64-linux',
    build: 'incremental',
    fullBuild: '/nix/store/x-core-1.0-intermediates',
    origin: 'cache',
    compiled: [{ name: 'A', reason: 'Source file changed' }],
    modulesTotal: 60,
    ...overrides,
  }
}

export function installableReport(overrides: Partial<InstallableReport> = {}): InstallableReport {
  return { installable: '.#pkg', outPaths: ['/nix/store/y-pkg'], ...overrides }
}

export function createReport(overrides: Partial<Report> = {}): Report {
  return {
    mode: 'incremental',
    head: { revision: 'f'.repeat(40), time: 1_700_003_600 },
    base: { revision: 'a'.repeat(40), time: 1_700_000_000, boundary: 1_700_000_100, root: false },
    cacheName: 'github',
    installables: [installableReport()],
    units: [unitReport()],
    others: [],
    phases: [{ name: 'Plan', start: 0, seconds: 1.2 }],
    warnings: [],
    notices: [],
    messages: [],
    ...overrides,
  }
}

export function createMessage(overrides: Partial<Message> = {}): Message {
  return {
    severity: 'error',
    file: 'src/A.hs',
    line: 3,
    column: 5,
    code: 'GHC-88464',
    text: 'Variable not in scope: foo',
    changed: false,
    ...overrides,
  }
}
