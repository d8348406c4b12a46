import { html } from './html';

describe('html', () => {
  it('escapes values and keeps markup', () => {
    const evil = `<script>"'&`;

    expect(html`<p title="${evil}">${[html`<b>${evil}</b>`]}</p>`.text).toBe(
      '<p title="&lt;script&gt;&quot;&#39;&amp;"><b>&lt;script&gt;&quot;&#39;&amp;</b></p>',
    );
  });
});
