import { defineConfig } from '@playwright/test';

/**
 * The portal in a browser; `npm test` starts it and says where Chromium is. A Vault is there once the journey has brought
 * it, and what disturbs it comes last.
 */
export default defineConfig({
  testDir: 'packages/e2e/browser',
  projects: [
    { name: 'before', testMatch: 'form.test.ts' },
    { name: 'journey', testMatch: 'journey.test.ts' },
    {
      name: 'pages',
      testMatch: [
        'states.test.ts',
        'denied.test.ts',
        'keyboard.test.ts',
        'tail.test.ts',
      ],
      dependencies: ['journey'],
    },
    {
      name: 'disturbed',
      testMatch: 'disturbed.test.ts',
      dependencies: ['journey'],
    },
  ],
  timeout: 240_000,
  expect: { timeout: 30_000 },
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: '.vault-eks/playwright.json' }]],
  outputDir: '.vault-eks/browser',
  use: {
    baseURL: process.env.PORTAL_URL ?? 'http://localhost:7007',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--no-first-run',
      ],
    },
  },
});
