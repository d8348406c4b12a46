// Run by `npm run conformance:aws` only: `npm test` looks for tests in src.
module.exports = require('@backstage/cli/config/jest').then(config => ({
  ...config,
  rootDir: __dirname,
  testPathIgnorePatterns: ['/vault/', '/kubernetes/'],
  testTimeout: 120_000,
}));
