export { type Compared, compareProducts, type Difference, registeredPackages } from './products.ts'
export { hashOf, type Renaming } from './renaming.ts'
export { type Rule, rules } from './verdict.ts'
