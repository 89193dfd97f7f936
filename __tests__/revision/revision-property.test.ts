import { removeTemporaries } from '../../testing/git.ts'
import { checkHistories } from './history-property.ts'

afterAll(removeTemporaries)

// 1,000 of these run with the end-to-end tests.
it('gives the answer of the complete history from any shallow checkout', () => checkHistories(30), 120_000)
