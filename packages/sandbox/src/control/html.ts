/** Markup that is safe to send as it is. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = string | number | Html | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Builds markup; every value that is not markup itself is escaped. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly Value[]
): Html {
  return new Html(
    strings.reduce(
      (text, string, i) =>
        text + string + (i < values.length ? render(values[i]) : ''),
      '',
    ),
  );
}

function render(value: Value): string {
  if (value instanceof Html) {
    return value.text;
  }
  if (typeof value === 'object') {
    return value.map(item => item.text).join('');
  }
  return String(value).replace(/[&<>"']/g, character => ESCAPES[character]);
}
