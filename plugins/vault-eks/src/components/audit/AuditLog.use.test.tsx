import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  AuditLine,
  AuditTailEvent,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { vaultEksApiRef } from '../../api';
import { FakeVaultEksApi } from '../../testing/FakeVaultEksApi';
import { aLine, ENTITY_REF } from '../../testing/fixtures';
import { giveElementsASize } from '../../testing/layout';
import { AuditLog } from './AuditLog';

const line = (id: string, change?: Partial<AuditLine>): AuditTailEvent => ({
  kind: 'line',
  line: aLine(id, change),
});
const pair = (
  requestId: string,
  response: Partial<AuditLine> = {},
): AuditTailEvent[] => {
  const path = `secret/data/${requestId}`;
  return [
    line(`${requestId}?`, { type: 'request', requestId, path }),
    line(`${requestId}!`, {
      type: 'response',
      requestId,
      path,
      time: '2026-11-23T12:18:46.818Z',
      ...response,
    }),
  ];
};

describe('using the audit log', () => {
  beforeEach(giveElementsASize);
  afterEach(() => jest.restoreAllMocks());

  const log = () => screen.getByRole('log');
  const rows = () => within(log()).queryAllByRole('listitem');

  async function render(...events: AuditTailEvent[]) {
    const api = new FakeVaultEksApi();
    await renderInTestApp(
      <TestApiProvider apis={[[vaultEksApiRef, api]]}>
        <AuditLog entityRef={ENTITY_REF} />
      </TestApiProvider>,
    );
    api.tail.send(
      { kind: 'source', source: { pod: 'vault-0', state: 'following' } },
      ...events,
    );
    await waitFor(() => expect(rows()).not.toHaveLength(0));
    return api;
  }
  const choose = (row: HTMLElement) =>
    userEvent.click(within(row).getAllByRole('button')[0]);
  const details = () =>
    screen.getByRole('region', { name: 'The chosen audit line' });
  const chips = () =>
    within(screen.getByRole('list', { name: 'Filters in use' }));

  it('shows a request and its response as one row, and as two when asked to', async () => {
    const [request, response] = pair('a');
    const api = await render(request, line('between'));
    expect(rows()[0]).toHaveTextContent('No response yet');
    api.tail.send(response, ...pair('b', { error: 'permission denied' }));
    await waitFor(() => expect(rows()).toHaveLength(3));
    expect(rows()[0]).toHaveTextContent('12 ms');
    expect(rows()[1]).toHaveTextContent('request not seen');
    expect(rows()[2]).toHaveTextContent('permission denied');

    await userEvent.click(screen.getByRole('button', { name: 'Lines' }));
    expect(rows()).toHaveLength(5);
    expect(rows()[0]).toHaveTextContent('request');
    expect(rows()[2]).toHaveTextContent('response');
  });

  it('shows both lines of a chosen row, and closes them by Escape', async () => {
    await render(...pair('a'));
    await choose(rows()[0]);
    expect(details()).toHaveTextContent('Latency 12 ms');
    expect(
      within(details()).getByRole('button', { name: 'Copy the request' }),
    ).toBeInTheDocument();
    expect(
      within(details()).getByRole('button', { name: 'Copy the response' }),
    ).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    expect(
      screen.queryByRole('region', { name: 'The chosen audit line' }),
    ).toBeNull();
    expect(within(rows()[0]).getAllByRole('button')[0]).toHaveFocus();
  });

  it('completes a chosen request when its response comes', async () => {
    const [request, response] = pair('a');
    const api = await render(request);
    await choose(rows()[0]);
    expect(details()).toHaveTextContent('No response yet');
    api.tail.send(response);
    await waitFor(() => expect(details()).toHaveTextContent('12 ms'));
  });

  it('filters by a path, an actor and a mount that one clicks on, and lets go of each', async () => {
    const api = await render(
      ...pair('a', { mountPoint: 'secret/' }),
      ...pair('b'),
    );
    await choose(rows()[0]);
    const within1 = within(details());
    await userEvent.click(
      within1.getByRole('button', { name: 'Filter by mount secret/' }),
    );
    await userEvent.click(
      within(rows()[0]).getByRole('button', {
        name: 'Filter by actor userpass-alice',
      }),
    );
    await userEvent.click(
      within(rows()[0]).getByRole('button', {
        name: 'Filter by path secret/data/a',
      }),
    );
    expect(rows()).toHaveLength(1);
    expect(screen.getByLabelText('Path begins with')).toHaveValue(
      'secret/data/a',
    );
    // Reading holds the log still; the server is asked when one goes on.
    await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
    await waitFor(() =>
      expect(api.tail.request.filter).toEqual({
        mount: 'secret/',
        actor: 'userpass-alice',
        pathPrefix: 'secret/data/a',
      }),
    );
    expect(chips().getAllByRole('listitem')).toHaveLength(3);
    await userEvent.click(
      chips().getByRole('button', {
        name: 'Remove the filter Path begins with: secret/data/a',
      }),
    );
    expect(screen.getByLabelText('Path begins with')).toHaveValue('');
    // A chip goes with the focus on it: the next has it then, and in the end the filter.
    const chip = (name: string) =>
      chips().getByRole('button', { name: `Remove the filter ${name}` });
    expect(chip('Mount: secret/')).toHaveFocus();
    act(() => chip('Actor: userpass-alice').focus());
    await userEvent.keyboard('{Enter}');
    expect(screen.getByLabelText('Actor')).toHaveValue('');
    expect(chip('Mount: secret/')).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(screen.getByLabelText('Text')).toHaveFocus();
  });

  it('keeps the keyboard in the list when it follows the newest again', async () => {
    await render(...pair('a'));
    await choose(rows()[0]);
    await userEvent.click(
      screen.getByRole('button', { name: 'Follow the newest' }),
    );
    expect(log()).toHaveFocus();
  });

  it('goes back to the list when the row of closed details has gone', async () => {
    await render(...pair('a'), ...pair('b'));
    await choose(rows()[0]);
    await userEvent.click(screen.getByLabelText('Path begins with'));
    await userEvent.keyboard('secret/data/b');
    expect(rows()).toHaveLength(1);
    await userEvent.click(
      within(details()).getByRole('button', { name: 'Close' }),
    );
    expect(log()).toHaveFocus();
  });

  it('goes from a row to what one can filter by, and from anywhere to the filter', async () => {
    await render(...pair('a'));
    act(() => log().focus());
    await userEvent.keyboard('{ArrowUp}');
    await waitFor(() =>
      expect(within(rows()[0]).getAllByRole('button')[0]).toHaveFocus(),
    );
    await userEvent.tab();
    expect(document.activeElement).toHaveTextContent('secret/data/a');
    await userEvent.tab();
    expect(document.activeElement).toHaveTextContent('userpass-alice');
    await userEvent.keyboard('/');
    expect(screen.getByLabelText('Text')).toHaveFocus();
    await userEvent.keyboard('a/b');
    expect(screen.getByLabelText('Text')).toHaveValue('a/b');
  });

  it('shows what others wrote as text, and none of it unseen', async () => {
    const path = '<img src=x onerror=alert(1)>\u202e{{count}} $t(audit.title)';
    await render(line('a', { path, actor: 'a\u0000b' }));
    const shown =
      '<img src=x onerror=alert(1)>\\u202e{{count}} $t(audit.title)';
    expect(within(rows()[0]).getByText(shown)).toBeInTheDocument();
    expect(
      within(rows()[0]).getByRole('button', {
        name: `Filter by path ${shown}`,
      }),
    ).toBeInTheDocument();
    expect(within(rows()[0]).getByText('a\\u0000b')).toBeInTheDocument();
    expect(log().querySelector('img')).toBeNull();
  });

  it('shows lines that nobody could read, where some are missing, and a gigantic one only in part', async () => {
    const raw = JSON.stringify({ request: { data: 'x'.repeat(300_000) } });
    await render(
      {
        kind: 'unreadable',
        line: { id: 'm', pod: 'vault-0', reason: 'malformed', size: 12 },
      },
      {
        kind: 'unreadable',
        line: { id: 't', pod: 'vault-1', reason: 'too-long', size: 9_000_000 },
      },
      { kind: 'line', line: { ...aLine('big'), raw } },
      {
        kind: 'unreadable',
        line: { id: 'g', pod: 'vault-1', reason: 'missing', size: 0 },
      },
    );
    expect(rows()[0]).toHaveTextContent(
      'A line of 12 bytes from vault-0 is not valid JSON',
    );
    expect(rows()[1]).toHaveTextContent(
      'A line of 9,000,000 bytes from vault-1 is too long to show',
    );
    expect(rows()[3]).toHaveTextContent('Lines may be missing here');
    await choose(rows()[2]);
    expect(details()).toHaveTextContent(/more characters: copy or export/);
    expect(details().textContent?.length).toBeLessThan(110_000);
  });

  it('saves what is shown, as JSON lines or CSV', async () => {
    const texts: Promise<string>[] = [];
    const names: string[] = [];
    // jsdom can neither make such addresses nor download.
    URL.createObjectURL = content => {
      texts.push(content instanceof Blob ? content.text() : Promise.reject());
      return 'blob:made-up';
    };
    URL.revokeObjectURL = () => {};
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function click(this: HTMLAnchorElement) {
        names.push(this.download);
      });
    await render(...pair('a'), ...pair('b'));
    await userEvent.click(screen.getByLabelText('Path begins with'));
    await userEvent.keyboard('secret/data/b');
    for (const format of ['JSON lines', 'CSV']) {
      await userEvent.click(screen.getByRole('button', { name: 'Export' }));
      await userEvent.click(
        await screen.findByRole('menuitem', { name: format }),
      );
      expect(
        await screen.findByRole('button', { name: 'Export' }),
      ).toHaveFocus();
    }
    expect(names).toEqual([
      expect.stringMatching(/^vault-audit-payments-prod-\d{8}T\d{6}Z\.jsonl$/),
      expect.stringMatching(/^vault-audit-payments-prod-\d{8}T\d{6}Z\.csv$/),
    ]);
    const [jsonLines, csv] = await Promise.all(texts);
    expect(jsonLines.trim().split('\n')).toHaveLength(2);
    expect(csv).toContain(',secret/data/b,');
    expect(csv).not.toContain('secret/data/a');
  });
});
