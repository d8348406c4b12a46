import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { AuditLine } from '@vault-eks/backstage-plugin-vault-eks-common';
import { vaultEksApiRef } from '../../api';
import { FakeVaultEksApi } from '../../testing/FakeVaultEksApi';
import { aLine, ENTITY_REF } from '../../testing/fixtures';
import { giveElementsASize } from '../../testing/layout';
import { refusal } from '../../testing/refusal';
import { AuditLog } from './AuditLog';

const line = (id: string, change?: Partial<AuditLine>) => ({
  kind: 'line' as const,
  line: aLine(id, change),
});
const following = (pod: string) => ({
  kind: 'source' as const,
  source: { pod, state: 'following' as const },
});

describe('the audit log', () => {
  beforeEach(giveElementsASize);
  afterEach(() => jest.restoreAllMocks());

  async function render() {
    const api = new FakeVaultEksApi();
    await renderInTestApp(
      <TestApiProvider apis={[[vaultEksApiRef, api]]}>
        <AuditLog entityRef={ENTITY_REF} />
      </TestApiProvider>,
    );
    return api;
  }
  const log = () => screen.getByRole('log');
  const row = (id: string) =>
    within(log()).getByRole('button', {
      name: new RegExp(`, secret/data/${id}, `),
    });
  const path = (id: string) => within(log()).findByText(`secret/data/${id}`);

  it('shows lines as they come, and from where', async () => {
    const api = await render();
    api.tail.send(
      following('vault-0'),
      line('one', { error: 'permission denied' }),
    );
    expect(await path('one')).toBeInTheDocument();
    expect(screen.getByRole('status')).toHaveTextContent('Live from vault-0');
    expect(within(log()).getByText('userpass-alice')).toBeInTheDocument();
    expect(within(log()).getByText(/permission denied/)).toBeInTheDocument();

    api.tail.send(following('vault-1'), line('two', { pod: 'vault-1' }));
    expect(await path('two')).toBeInTheDocument();
    expect(screen.getByRole('status')).toHaveTextContent('Live from vault-1');
  });

  it('says what it waits for', async () => {
    const api = await render();
    expect(screen.getByRole('status')).toHaveTextContent('Connecting…');
    api.tail.send({
      kind: 'source',
      source: { state: 'waiting', message: 'No pod leads yet' },
    });
    await waitFor(() =>
      expect(screen.getByRole('status')).toHaveTextContent('No pod leads yet'),
    );
    expect(screen.getByText('No audit line yet.')).toBeInTheDocument();
  });

  it('holds still while paused and counts what comes', async () => {
    const api = await render();
    api.tail.send(following('vault-0'), line('one'));
    await path('one');
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    expect(screen.getByRole('status')).toHaveTextContent('paused');

    api.tail.send(line('two'), line('three'));
    await screen.findByRole('button', { name: '2 new lines' });
    expect(within(log()).queryByText('secret/data/two')).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
    expect(await path('three')).toBeInTheDocument();
  });

  it('pauses by itself when somebody scrolls back, and follows again at the end', async () => {
    const api = await render();
    api.tail.send(following('vault-0'), line('one'));
    await path('one');
    const element = log();
    Object.defineProperties(element, {
      scrollHeight: { value: 2000, configurable: true },
      clientHeight: { value: 500, configurable: true },
    });
    const scrollTo = (top: number) => {
      element.scrollTop = top;
      fireEvent.scroll(element);
    };
    scrollTo(1500);
    expect(screen.getByRole('button', { name: 'Pause' })).toBeInTheDocument();
    scrollTo(900);
    expect(screen.getByRole('button', { name: 'Resume' })).toBeInTheDocument();
    api.tail.send(line('two'));
    await screen.findByRole('button', { name: '1 new line' });
    scrollTo(1500);
    expect(await path('two')).toBeInTheDocument();
  });

  it('filters at once what is here, and asks the server for the rest', async () => {
    const api = await render();
    api.tail.send(
      following('vault-0'),
      line('one', { operation: 'read' }),
      line('two', { operation: 'delete' }),
    );
    await path('two');
    await userEvent.selectOptions(screen.getByLabelText('Operation'), 'delete');
    expect(within(log()).queryByText('secret/data/one')).toBeNull();
    expect(await path('two')).toBeInTheDocument();

    await waitFor(() => expect(api.tails).toHaveLength(2));
    expect(api.tails[0].request.signal?.aborted).toBe(true);
    expect(api.tail.request).toMatchObject({
      filter: { operation: 'delete' },
      history: 200,
    });
  });

  it('offers a way out when the filter hides everything', async () => {
    const api = await render();
    api.tail.send(following('vault-0'), line('one'));
    await path('one');
    await userEvent.click(screen.getByLabelText('Errors only'));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Clear the filter' }),
    );
    expect(screen.getByLabelText('Errors only')).not.toBeChecked();
  });

  it('shows the JSON that Vault wrote, and the whole of one line', async () => {
    const api = await render();
    api.tail.send(following('vault-0'), line('one'));
    await path('one');
    await userEvent.click(row('one'));
    expect(
      screen.getByText(/"operation": "read"/, { selector: 'pre' }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Raw' }));
    expect(within(log()).getByText(aLine('one').raw)).toBeInTheDocument();
  });

  it('can be walked through by keyboard', async () => {
    const api = await render();
    api.tail.send(following('vault-0'), line('one'), line('two'));
    await path('two');
    act(() => log().focus());
    await userEvent.keyboard('{ArrowUp}');
    await waitFor(() => expect(row('two')).toHaveFocus());
    await userEvent.keyboard('{ArrowUp}');
    await waitFor(() => expect(row('one')).toHaveFocus());
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toHaveAttribute('aria-expanded', 'true');
  });

  it('reconnects and says so', async () => {
    const api = await render();
    api.tail.send(following('vault-0'), line('one'));
    await path('one');
    api.tail.end(new Error('the network went away'));
    await waitFor(() =>
      expect(screen.getByRole('status')).toHaveTextContent(
        'Reconnecting… the network went away',
      ),
    );
    await waitFor(() => expect(api.tails).toHaveLength(2), { timeout: 4000 });
    api.tail.send(line('two'));
    expect(await path('two')).toBeInTheDocument();
    expect(await path('one')).toBeInTheDocument();
  });

  it('says why the portal refuses, and tries again when asked', async () => {
    const api = await render();
    api.tail.end(await refusal(403, 'NotAllowedError', 'Security only'));
    expect(await screen.findByText(/Security only/)).toBeInTheDocument();
    expect(screen.getByText('vault-eks.audit.read')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(api.tails).toHaveLength(2));
  });
});
