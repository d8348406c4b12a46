// Run by `npm run conformance:kubernetes` only.
module.exports = require('../jest.config').then(config => ({
  ...config,
  rootDir: __dirname,
  testPathIgnorePatterns: [],
}));
