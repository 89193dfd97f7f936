// Two projects: `unit` needs git only and takes less than a minute; `e2e` runs dist/ on real Nix and GHC.
const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  setupFilesAfterEnv: ['<rootDir>/testing/jest/setup.mjs'],
  transform: { '\\.ts$': '<rootDir>/testing/jest/esbuild.mjs' },
}
export default {
  testSequencer: '<rootDir>/testing/jest/sequencer.mjs',
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: ['/__tests__/e2e/'],
    },
    {
      ...common,
      displayName: 'e2e',
      testMatch: ['<rootDir>/__tests__/e2e/**/*.test.ts'],
    },
  ],
}
