import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp } from '@backstage/test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FleetCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useLocation, useNavigate } from 'react-router-dom';
import { aFleetCluster, aSnapshot } from '../../testing/fixtures';
import { FleetTable } from './FleetTable';

const { ref } = aFleetCluster('any');

/** What the browser has around a page. */
const Browser = () => {
  const navigate = useNavigate();
  return (
    <>
      <span data-testid="address">{useLocation().search}</span>
      <button onClick={() => navigate(-1)}>Back</button>
    </>
  );
};
const address = () => screen.getByTestId('address').textContent;

const render = (clusters: readonly FleetCluster[], search = '') =>
  renderInTestApp(
    <>
      <Browser />
      <FleetTable clusters={clusters} />
    </>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      routeEntries: [`/${search}`],
    },
  );

/** The rows without the head. */
const rows = () => screen.getAllByRole('row').slice(1);
const names = () =>
  rows().map(row => within(row).getByRole('rowheader').textContent);

async function filterBy(text: string) {
  await userEvent.click(screen.getByLabelText('Filter'));
  await userEvent.paste(text);
}

describe('the fleet', () => {
  it('shows each Vault with what the monitor saw, problems first', async () => {
    await render([
      aFleetCluster('well', { uiUrl: 'https://vault.example.com' }),
      aFleetCluster('away', {
        snapshot: aSnapshot({
          health: 'error',
          problem: 'EKS is away',
          observedAt: '2026-11-23T11:00:00Z',
        }),
      }),
      aFleetCluster('new', { snapshot: undefined }),
      aFleetCluster('changed', {
        snapshot: aSnapshot({
          health: 'warning',
          drift: {
            state: 'drift',
            count: 1,
            names: ['key: rotation'],
            lookedAt: '2026-11-23T12:00:00Z',
          },
        }),
      }),
    ]);
    const [away, changed, unseen, well] = rows();
    expect(away).toHaveTextContent(/No answer.*EKS is away.*last seen/);
    expect(changed).toHaveTextContent('1 thing differs from its spec');
    expect(unseen).toHaveTextContent('Not looked at yet');
    expect(well).toHaveTextContent(/Unsealed.*vault-0 for 3 hr, 12 min/);
    expect(well).toHaveTextContent(/3 of 3 ready.*342 days left.*None/);
    // What was seen of a Vault before it fell silent is not told as good news.
    const replicas = (row: HTMLElement) =>
      within(row).getByText('3 of 3 ready').parentElement?.innerHTML;
    expect(replicas(well)).toMatch(/-ok-/);
    expect(replicas(away)).toMatch(/-unknown-/);
    expect(within(well).getByRole('link', { name: 'well' })).toHaveAttribute(
      'href',
      '/catalog/default/resource/well',
    );
    expect(
      within(well).getByRole('link', { name: /Open the UI of eks-well/ }),
    ).toHaveAttribute('href', 'https://vault.example.com');
  });

  it('makes no link of an address that leads to no page', async () => {
    // What a browser would run is never a link.
    const uiUrl = ['javascript', 'alert(1)'].join(':');
    await render([aFleetCluster('odd', { uiUrl })]);
    expect(screen.queryByText('Open')).not.toBeInTheDocument();
  });

  it('is filtered by text, state and region, and says when nothing is left', async () => {
    await render([
      aFleetCluster('alpha'),
      aFleetCluster('beta', {
        snapshot: aSnapshot({ health: 'warning', worstFinding: 'One zone.' }),
      }),
      aFleetCluster('gamma', { ref: { ...ref, region: 'us-east-1' } }),
    ]);
    await userEvent.selectOptions(
      screen.getByLabelText('State'),
      'Problems (1)',
    );
    expect(names()).toEqual(['beta']);

    await userEvent.selectOptions(screen.getByLabelText('State'), 'All (3)');
    await userEvent.selectOptions(screen.getByLabelText('Region'), 'us-east-1');
    expect(names()).toEqual(['gamma']);
    expect(screen.getByRole('status')).toHaveTextContent('1 of 3 Vaults');

    await filterBy('nothing');
    expect(screen.getByText('No Vault matches these filters.')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(names()).toHaveLength(3);
    // There is but one account to choose from.
    expect(screen.queryByLabelText('Account')).not.toBeInTheDocument();
  });

  it('is sorted by any column, both ways', async () => {
    await render(['b', 'c', 'a'].map(name => aFleetCluster(name)));
    const head = screen.getByRole('columnheader', { name: 'Vault' });
    await userEvent.click(within(head).getByRole('button'));
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(head).toHaveAttribute('aria-sort', 'ascending');
    await userEvent.click(within(head).getByRole('button'));
    expect(names()).toEqual(['c', 'b', 'a']);
    expect(head).toHaveAttribute('aria-sort', 'descending');
  });

  it('shows a long list a page at a time, and its first page again when it is filtered', async () => {
    await render(
      Array.from({ length: 500 }, (_, n) => aFleetCluster(`vault-${n}`)),
    );
    expect(rows()).toHaveLength(25);
    expect(screen.getByText('1–25 of 500')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(names()[0]).toBe('vault-25');
    await filterBy('vault-49');
    expect(names()[0]).toBe('vault-49');
    expect(rows()).toHaveLength(11);
    expect(
      screen.queryByRole('button', { name: 'Next page' }),
    ).not.toBeInTheDocument();
  });

  it('is shown as its address says, so that a view can be shared', async () => {
    await render(
      [
        aFleetCluster('alpha'),
        aFleetCluster('beta', { snapshot: aSnapshot({ health: 'warning' }) }),
        aFleetCluster('gamma', { snapshot: aSnapshot({ health: 'error' }) }),
      ],
      '?health=problems&sort=-vault',
    );
    expect(names()).toEqual(['gamma', 'beta']);
    expect(screen.getByLabelText('State')).toHaveDisplayValue('Problems (2)');
  });

  it('writes what is asked for into its address, and Back leads to the view before', async () => {
    await render(
      ['b', 'a'].map(name => aFleetCluster(name)),
      '?as=visitor',
    );
    await userEvent.selectOptions(screen.getByLabelText('State'), 'healthy');
    await userEvent.click(screen.getByRole('button', { name: 'Vault' }));
    await userEvent.click(screen.getByRole('button', { name: 'Vault' }));
    expect(address()).toBe('?as=visitor&health=healthy&sort=-vault');
    expect(names()).toEqual(['b', 'a']);
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    expect(address()).toBe('?as=visitor&health=healthy&sort=vault');
    expect(names()).toEqual(['a', 'b']);
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    expect(address()).toBe('?as=visitor');
    expect(screen.getByLabelText('State')).toHaveValue('all');
  });

  it('writes what is typed once the typing rests, as one view', async () => {
    await render(['alpha', 'beta'].map(name => aFleetCluster(name)));
    await userEvent.selectOptions(screen.getByLabelText('State'), 'healthy');
    await userEvent.type(screen.getByLabelText('Filter'), 'alp');
    expect(names()).toEqual(['alpha']);
    await waitFor(() => expect(address()).toBe('?filter=alp&health=healthy'));
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    expect(screen.getByLabelText('Filter')).toHaveValue('');
    expect(names()).toEqual(['alpha', 'beta']);
  });

  it('shows an account that no Vault has, since it is why the list is empty', async () => {
    await render([aFleetCluster('alpha')], '?account=999999999999');
    expect(screen.getByLabelText('Account')).toHaveValue('999999999999');
    const clear = screen.getByRole('button', { name: 'Clear filters' });
    await userEvent.click(clear);
    expect(names()).toEqual(['alpha']);
    expect(address()).toBe('');
    // The button is gone; whoever pressed it goes on from the filter.
    expect(screen.getByLabelText('Filter')).toHaveFocus();
  });
});
