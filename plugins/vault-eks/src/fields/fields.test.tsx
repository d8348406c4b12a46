import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aCluster, aPlan, FakeFormApi } from '../testing/FakeFormApi';
import { refusal } from '../testing/refusal';
import { renderForm } from './__testUtils__/renderForm';

const place = {
  title: 'Where',
  'ui:field': 'VaultEksPlace',
  required: ['cluster'],
  properties: {
    cluster: {
      title: 'EKS cluster',
      description: 'Name of a cluster that exists',
      type: 'string',
      pattern: '^[a-z-]+$',
      'ui:field': 'VaultEksClusterPicker',
    },
    region: { title: 'Region', type: 'string', default: 'us-east-1' },
    account: { title: 'AWS account', type: 'string' },
    owner: { title: 'Owner', type: 'string' },
  },
};
const known = { cluster: 'platform-prod', region: 'eu-west-1' };
const one = (name: string, schema: object) => [
  { title: 'Step', properties: { [name]: schema } },
];
const done = async () => {
  await userEvent.click(screen.getByRole('button', { name: 'Review' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Create' }));
};

describe('the cluster picker', () => {
  it('lists the clusters with what is wrong, and fills in region and account', async () => {
    const api = new FakeFormApi();
    api.clusters = {
      clusters: [
        aCluster(),
        aCluster({
          name: 'old-one',
          region: 'eu-central-1',
          account: '444455556666',
          problems: [
            {
              ...{ id: 'old', severity: 'warning', why: 'It ends.' },
              ...{ what: 'old-one is old.', fix: 'Upgrade it.' },
            },
          ],
        }),
      ],
      silent: [{ region: 'us-east-1', account: '9', reason: 'It is dead.' }],
      more: false,
    };
    const { onCreate } = await renderForm(api, [place]);
    const picker = await screen.findByRole('textbox', { name: /EKS cluster/ });
    await userEvent.type(screen.getByLabelText('Owner'), 'me');
    await userEvent.type(picker, 'old');
    const option = await screen.findByRole('option', { name: /old-one/ });
    expect(option).toHaveTextContent('eu-central-1 · 444455556666');
    expect(option).toHaveTextContent('Warning: old-one is old.');
    expect(screen.queryByRole('option', { name: /platform/ })).toBeNull();
    await userEvent.keyboard('{ArrowDown}{Enter}');

    await waitFor(() => expect(picker).toHaveValue('old-one'));
    expect(screen.getByLabelText('Region')).toHaveValue('eu-central-1');
    expect(
      within(
        await screen.findByRole('list', { name: /wrong with this cluster/ }),
      ).getByText(/Upgrade it/),
    ).toBeInTheDocument();
    expect(screen.getByText(/us-east-1, 9 are not listed.*dead/)).toBeVisible();
    await done();
    expect(onCreate).toHaveBeenCalledWith({
      ...{ cluster: 'old-one', region: 'eu-central-1' },
      ...{ account: '444455556666', owner: 'me' },
    });
  });

  it.each([
    ['the look-up fails', 503, 'ServiceUnavailableError', 'It lacks a right.'],
    ['it is denied', 403, 'NotAllowedError', 'You may not look.'],
  ])(
    'is a plain text field with the reason when %s',
    async (_, code, name, why) => {
      const api = new FakeFormApi();
      api.clusters = await refusal(code, name, why);
      const { onCreate } = await renderForm(api, [place]);
      expect(
        await screen.findByText(new RegExp(`type the value. ${why}`)),
      ).toBeVisible();
      await userEvent.type(
        screen.getByRole('textbox', { name: /EKS cluster/ }),
        'typed-one',
      );
      await done();
      expect(onCreate).toHaveBeenCalledWith({
        cluster: 'typed-one',
        region: 'us-east-1',
      });
    },
  );

  it('asks again when it is told to', async () => {
    const api = new FakeFormApi();
    api.clusters = await refusal(503, 'ServiceUnavailableError', 'Not now.');
    await renderForm(api, [place]);
    const again = await screen.findByRole('button', { name: 'Try again' });
    api.clusters = { clusters: [aCluster()], silent: [], more: false };
    await userEvent.click(again);
    await waitFor(() => expect(screen.queryByText(/Not now/)).toBeNull());
  });

  it('looks in the region of the form where the portal names none', async () => {
    const api = new FakeFormApi();
    const findClusters = api.findClusters.bind(api);
    const no = await refusal(400, 'InputError', 'region: say where');
    api.findClusters = request => {
      if (!request.region) {
        return Promise.reject(no);
      }
      return findClusters(request);
    };
    await renderForm(api, [place]);
    await waitFor(() =>
      expect(api.asked.at(-1)?.with).toMatchObject({ region: 'us-east-1' }),
    );
  });

  it('has the portal search a list that is too long', async () => {
    const api = new FakeFormApi();
    api.clusters = { clusters: [aCluster()], silent: [], more: true };
    await renderForm(api, [place]);
    expect(
      await screen.findByText(/There are more EKS clusters/),
    ).toBeVisible();
    await userEvent.type(
      screen.getByRole('textbox', { name: /EKS cluster/ }),
      'zebra',
    );
    await waitFor(() =>
      expect(api.asked.at(-1)?.with).toMatchObject({ search: 'zebra' }),
    );
  });

  it('still refuses a name that cannot be one', async () => {
    await renderForm(new FakeFormApi(), [place]);
    await userEvent.type(
      await screen.findByRole('textbox', { name: /EKS cluster/ }),
      'NOT A NAME',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(
      (await screen.findAllByText(/match pattern/)).length,
    ).toBeGreaterThan(0);
  });
});

describe('the subnet and route table pickers', () => {
  const subnets = one('subnetIds', {
    title: 'Subnets',
    type: 'array',
    'ui:field': 'VaultEksSubnetPicker',
    items: { type: 'string', pattern: '^subnet-' },
  });

  it('offer what the VPC of the cluster has, and take what is typed', async () => {
    const api = new FakeFormApi();
    api.network = {
      vpcId: 'vpc-1',
      subnets: [
        {
          ...{ id: 'subnet-0123', name: 'private-a', zone: 'eu-west-1a' },
          ...{ cidr: '10.0.0.0/24', freeAddresses: 9, ofCluster: true },
        },
      ],
      routeTables: [],
    };
    const { onCreate } = await renderForm(api, subnets, known);
    const field = await screen.findByRole('textbox', { name: 'Subnets' });
    await waitFor(() => expect(api.asked[0]?.with).toMatchObject(known));
    await userEvent.click(field);
    await userEvent.click(
      await screen.findByRole('option', {
        name: /private-a.*9 addresses free/,
      }),
    );
    await userEvent.type(field, 'subnet-typed');
    await done();
    expect(onCreate).toHaveBeenCalledWith({
      ...known,
      subnetIds: ['subnet-0123', 'subnet-typed'],
    });
  });

  it('say what is wrong with an entry, and why nothing is listed', async () => {
    const api = new FakeFormApi();
    api.network = await refusal(404, 'NotFoundError', 'No such cluster.');
    await renderForm(api, subnets, known);
    expect(
      await screen.findByText(/subnets cannot be listed.*No such/),
    ).toBeVisible();
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Subnets' }),
      'here{Enter}',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(
      (await screen.findAllByText(/match pattern/)).length,
    ).toBeGreaterThan(0);
  });

  it('offer route tables', async () => {
    const api = new FakeFormApi();
    api.network = {
      vpcId: 'vpc-1',
      subnets: [],
      routeTables: [{ id: 'rtb-1', main: true, ofCluster: true }],
    };
    await renderForm(
      api,
      one('tables', {
        ...{ title: 'Tables', type: 'array', items: { type: 'string' } },
        'ui:field': 'VaultEksRouteTablePicker',
      }),
      known,
    );
    await userEvent.click(
      await screen.findByRole('textbox', { name: 'Tables' }),
    );
    expect(
      await screen.findByRole('option', {
        name: /rtb-1.*main table of the VPC/,
      }),
    ).toBeVisible();
  });
});

describe('the key picker', () => {
  const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1';
  const keys = {
    keys: [
      { id: '1', arn, aliases: ['alias/platform'] },
      {
        ...{ id: '2', arn: `${arn}2`, aliases: ['alias/seal'] },
        usedBy: 'prod/vault/vault',
      },
    ],
    more: false,
  };

  it('gives the ARN of the key that is chosen by its alias', async () => {
    const api = new FakeFormApi();
    api.keys = keys;
    const { onCreate } = await renderForm(
      api,
      one('key', {
        title: 'Key',
        type: 'string',
        'ui:field': 'VaultEksKeyPicker',
      }),
      known,
    );
    await userEvent.type(
      await screen.findByRole('textbox', { name: 'Key' }),
      'alias/',
    );
    expect(
      await screen.findByRole('option', { name: /seals the Vault prod/ }),
    ).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(screen.getByRole('option', { name: /platform/ }));
    await done();
    expect(onCreate).toHaveBeenCalledWith({ ...known, key: arn });
  });
});

describe('the table picker', () => {
  const table = one('table', {
    ...{ title: 'Table', type: 'string' },
    'ui:field': 'VaultEksTablePicker',
  });

  it('says of a name whether it is made or used, and keeps from what is in use', async () => {
    const api = new FakeFormApi();
    api.tables = {
      tables: [
        { name: 'mine', status: 'ACTIVE', usedBy: 'platform-prod/vault/vault' },
        { name: 'theirs', status: 'ACTIVE', usedBy: 'other/vault/vault' },
        { name: 'orders', status: 'ACTIVE', unfit: 'its keys are id' },
        { name: 'spare', status: 'ACTIVE' },
      ],
      more: false,
    };
    await renderForm(api, table, known);
    const field = await screen.findByRole('textbox', { name: 'Table' });
    await userEvent.click(field);
    await userEvent.keyboard('{ArrowDown}');
    const option = (name: RegExp) => screen.findByRole('option', { name });
    expect(await option(/mine.*this very Vault/)).toBeVisible();
    expect(await option(/theirs.*Vault other/)).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    expect(await option(/orders.*cannot use it/)).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await userEvent.click(await option(/spare/));
    expect(await screen.findByText(/used as it is/)).toBeVisible();
    await userEvent.type(field, '-new');
    expect(await screen.findByText(/a deploy creates it/)).toBeVisible();
  });
});

describe('the plan preview', () => {
  const preview = [
    {
      title: 'What',
      properties: { cluster: { title: 'Cluster', type: 'string' } },
    },
    {
      title: 'Plan',
      properties: {
        approval: { title: 'Approval', type: 'string' },
        preview: { type: 'null', 'ui:field': 'VaultEksPlanPreview' },
      },
    },
  ];
  const next = () =>
    userEvent.click(screen.getByRole('button', { name: 'Next' }));

  it('shows what could not be looked at, and why', async () => {
    const api = new FakeFormApi();
    const step = { phase: 'Configure', changes: [], verb: 'unknown' as const };
    api.planned = aPlan({
      steps: [
        {
          ...{ ...step, id: 'audit', title: 'Audit devices file/' },
          notLookedAt: 'No pod leads',
        },
      ],
    });
    await renderForm(api, preview, known);
    await next();
    expect(await screen.findByText(/Audit devices file/)).toHaveTextContent(
      'Unknown Audit devices file/ (not looked at: No pod leads)',
    );
  });

  it('says of a change what was and what will be, and of what is new only that', async () => {
    const api = new FakeFormApi();
    const step = { phase: 'Deploy', verb: 'update' as const };
    api.planned = aPlan({
      steps: [
        {
          ...{ ...step, id: 'release', title: 'Helm release vault/vault' },
          changes: [
            { field: 'replicas', from: '3', to: '5' },
            { field: 'objects.Service', to: 'vault-ui' },
            { field: 'objects.Secret', from: 'old' },
          ],
        },
      ],
    });
    await renderForm(api, preview, known);
    await next();
    expect(await screen.findByText('replicas: from 3 to 5')).toBeVisible();
    expect(screen.getByText('objects.Service: vault-ui')).toBeVisible();
    expect(screen.getByText('objects.Secret: no longer old')).toBeVisible();
  });

  it('shows findings and steps for what the form says, and asks once for the same', async () => {
    const api = new FakeFormApi();
    api.planned = aPlan({
      blocked: true,
      findings: [
        {
          ...{ id: 'nodes', severity: 'error', why: 'Each needs one.' },
          ...{ what: 'There are two nodes.', fix: 'Add one.' },
        },
      ],
    });
    await renderForm(api, preview, { ...known, replicas: 3 });
    await next();
    expect(
      await screen.findByText('Error: There are two nodes.', { exact: false }),
    ).toHaveTextContent('Add one.');
    expect(screen.getByText(/cannot be deployed yet/)).toBeVisible();
    expect(
      within(
        screen.getByRole('list', { name: 'What a deploy would do' }),
      ).getAllByRole('listitem'),
    ).toHaveLength(1);
    expect(screen.getByText('1 thing stays as it is')).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText('Approval'), 'plan');
    expect(api.asked).toEqual([
      { question: 'plan', with: { ...known, replicas: 3 } },
    ]);
  });

  it('waits for a cluster', async () => {
    const api = new FakeFormApi();
    await renderForm(api, preview);
    await next();
    expect(await screen.findByText(/Choose a cluster/)).toBeVisible();
    expect(api.asked).toEqual([]);
  });

  it('says why there is none, and does not keep the form from going on', async () => {
    const api = new FakeFormApi();
    api.planned = await refusal(400, 'InputError', 'replicas: use less');
    const { onCreate } = await renderForm(api, preview, known);
    await next();
    expect(
      await screen.findByText(/no plan yet. replicas: use less/),
    ).toBeVisible();
    await done();
    expect(onCreate).toHaveBeenCalledWith(expect.objectContaining(known));
  });
});
