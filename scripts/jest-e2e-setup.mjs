import { jest } from '@jest/globals'

// Real builds; a limit only so that a hang ends.
jest.setTimeout(600_000)
