import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { documentedActions } from './documentedActions';
import { renderActions, withActions } from './renderActions';

const page = readFileSync(
  resolve(
    resolvePackagePath(
      '@vault-eks/backstage-plugin-scaffolder-backend-module-vault-eks',
    ),
    '../../docs/actions.md',
  ),
  'utf8',
);

describe('docs/actions.md', () => {
  it('is what the schemas say; run `npm run docs:actions` when they changed', () => {
    expect(withActions(page)).toBe(page);
  });

  it.each(documentedActions.map(({ id }) => id))('has a part about %s', id => {
    expect(page).toMatch(new RegExp(`^### ${id}$`, 'm'));
  });

  it('tells the values that may be chosen, and the defaults', () => {
    expect(renderActions()).toMatch(
      /^\| `storage\.billing` +\| `on-demand`, `provisioned` +\| `on-demand` +\| How the table/m,
    );
    expect(renderActions()).toMatch(/^\| `cluster` +\| string +\| required/m);
  });

  it('needs its marks', () => {
    expect(() => withActions('# Actions')).toThrow(/lacks the marks/);
  });
});
