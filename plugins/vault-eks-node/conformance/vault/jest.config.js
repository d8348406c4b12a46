// Run by `npm run conformance:vault` only. The parts of the suite go on where the part before them ended.
module.exports = require('../jest.config').then(config => ({
  ...config,
  rootDir: __dirname,
  testPathIgnorePatterns: [],
  testTimeout: 240_000,
}));
