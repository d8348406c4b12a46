import type { KubeObject } from '../../kubelet/PodHost';
import { knownResource } from '../api/resources';
import { Schemas } from '../schema/Schemas';
import { serverSideApply } from './serverSideApply';
import { strategicMerge } from './strategicMerge';
import { trackUpdate } from './managedFields';

const PODS = knownResource('', 'pods');

function pod(spec: Record<string, unknown>): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec };
}

describe('server-side apply', () => {
  let schemas: Schemas;

  beforeAll(async () => {
    schemas = await Schemas.load();
  });

  function apply(
    manager: string,
    applied: KubeObject,
    live?: KubeObject,
    force = false,
  ): KubeObject {
    const { object, track } = serverSideApply({
      schemas,
      resource: PODS,
      manager: { manager, operation: 'Apply' },
      force,
      applied,
      live,
    });
    track(object);
    return object;
  }

  const two = pod({
    containers: [
      { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }] },
      { name: 'b', image: 'b:1' },
    ],
  });

  it('keeps what others own in the same list', () => {
    const live = apply('one', two);
    const both = apply(
      'two',
      pod({
        containers: [{ name: 'a', env: [{ name: 'Y', value: '2' }] }],
      }),
      live,
    );
    expect(both.spec).toEqual({
      containers: [
        {
          name: 'a',
          image: 'a:1',
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '2' },
          ],
        },
        { name: 'b', image: 'b:1' },
      ],
    });
  });

  it('removes what its manager no longer applies, and nothing else', () => {
    const live = apply('one', two);
    const less = apply(
      'one',
      pod({ containers: [{ name: 'a', image: 'a:1' }] }),
      live,
    );
    expect(less.spec).toEqual({ containers: [{ name: 'a', image: 'a:1' }] });
  });

  it('leaves a removed field that somebody else owns as well', () => {
    const live = apply('one', two);
    const shared = apply(
      'two',
      pod({ containers: [{ name: 'b', image: 'b:1' }] }),
      live,
    );
    const less = apply(
      'one',
      pod({ containers: [{ name: 'a', image: 'a:1' }] }),
      shared,
    );
    expect(less.spec).toEqual({
      containers: [
        { name: 'a', image: 'a:1' },
        { name: 'b', image: 'b:1' },
      ],
    });
  });

  it('names every contested field and its owner', () => {
    const live = apply('one', two);
    expect(() =>
      apply(
        'two',
        pod({
          containers: [
            { name: 'a', image: 'a:2' },
            { name: 'b', image: 'b:2' },
          ],
        }),
        live,
      ),
    ).toThrow(
      'Apply failed with 2 conflicts: conflicts with "one":\n- .spec.containers[name="a"].image\n- .spec.containers[name="b"].image',
    );
  });

  it('takes a contested field over by force', () => {
    const live = apply('one', two);
    const forced = apply(
      'two',
      pod({ containers: [{ name: 'a', image: 'a:2' }] }),
      live,
      true,
    );
    expect(() =>
      apply('one', pod({ containers: [{ name: 'a', image: 'a:3' }] }), forced),
    ).toThrow('conflict with "two": .spec.containers[name="a"].image');
  });

  it('meets conflict with an ordinary update, too', () => {
    const live = apply('one', two);
    const edited = structuredClone(live);
    edited.spec = { containers: [{ name: 'a', image: 'a:9' }] };
    trackUpdate({
      schemas,
      resource: PODS,
      manager: { manager: 'edit', operation: 'Update' },
      next: edited,
      previous: live,
    });
    expect(() => apply('one', two, edited)).toThrow(
      /conflict with "edit" using v1.*: \.spec\.containers\[name="a"\]\.image/,
    );
  });

  it('changes nothing when applied again', () => {
    const live = apply('one', two);
    expect(apply('one', two, live)).toEqual(live);
  });
});

describe('strategic merge patch', () => {
  it('merges by key, deletes by directive and keeps the wanted order', async () => {
    const schemas = await Schemas.load();
    const merged = strategicMerge(
      schemas,
      schemas.typeOf(PODS),
      pod({
        containers: [
          { name: 'a', image: 'a:1' },
          { name: 'b', image: 'b:1' },
        ],
        nodeSelector: { zone: 'x', size: 'l' },
      }),
      {
        spec: {
          '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }],
          containers: [
            { name: 'a', image: 'a:2' },
            { name: 'b', $patch: 'delete' },
            { name: 'c', image: 'c:1' },
          ],
          nodeSelector: { size: null },
        },
      },
    );
    expect(merged).toMatchObject({
      spec: {
        containers: [
          { name: 'c', image: 'c:1' },
          { name: 'a', image: 'a:2' },
        ],
        nodeSelector: { zone: 'x' },
      },
    });
  });
});
