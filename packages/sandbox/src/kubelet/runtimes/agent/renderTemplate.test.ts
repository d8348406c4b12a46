import { defaultTemplate, renderTemplate } from './renderTemplate';

const read = async (path: string) => ({
  data: { password: `of ${path}` },
  metadata: { version: 1 },
});

describe('renderTemplate', () => {
  it.each([
    [
      '{{ with secret "kv/data/a" }}{{ .Data.data.password }}{{ end }}',
      'of kv/data/a',
    ],
    [
      '{{- with secret "kv/data/a" -}}p={{ .Data.data.password }} {{ .Data.data.none }}{{- end }}',
      'p=of kv/data/a <no value>',
    ],
    [
      defaultTemplate('kv/data/a'),
      'data: map[password:of kv/data/a]\nmetadata: map[version:1]\n',
    ],
  ])('renders %s', async (template, rendered) => {
    expect(await renderTemplate(template, read)).toBe(rendered);
  });

  it('refuses a template that it does not know', async () => {
    await expect(renderTemplate('{{ key "a" }}', read)).rejects.toThrow(
      /the sandbox renders/,
    );
  });
});
