import { parseManifest } from './parseManifest';

const SERVICE = `---
# Source: vault/templates/server-service.yaml
apiVersion: v1
kind: Service
metadata:
  name: vault
`;

describe('parseManifest', () => {
  it('reads each object, and gives it the namespace of the release', () => {
    expect(
      parseManifest(
        `${SERVICE}---\n# Source: vault/templates/none.yaml\n---
apiVersion: v1
kind: Namespace
metadata: { name: other }
`,
        'vault',
      ),
    ).toMatchObject([
      { kind: 'Service', metadata: { name: 'vault', namespace: 'vault' } },
      { kind: 'Namespace', metadata: { name: 'other' } },
    ]);
  });

  it.each([
    ['  labels: { a: "b', /is no valid YAML: \w+ in line 15/],
    ['  name: again', /is no valid YAML: DUPLICATE_KEY in line 14/],
  ])(
    'refuses a document that is no YAML (%s), by its template',
    (line, message) => {
      const broken = `${SERVICE}---
# Source: vault/templates/ui-service.yaml
apiVersion: v1
kind: Service
metadata:
  secret: s3cr3t
  name: vault-ui
${line}
`;
      const parse = () => parseManifest(broken, 'vault');
      expect(parse).toThrow(
        /^Document 2 of the manifest \(vault\/templates\/ui-service\.yaml\)/,
      );
      expect(parse).toThrow(message);
      expect(parse).not.toThrow(/s3cr3t/);
    },
  );

  it('refuses a document that is no object', () => {
    expect(() => parseManifest(`${SERVICE}---\nkind: 3\n`, 'vault')).toThrow(
      /^Document 2 of the manifest is no object of Kubernetes: it lacks apiVersion, kind, metadata/,
    );
  });
});
