import { html } from './html';
import { content, type PageContent } from './sections';
import { STYLE } from './style';

const REFRESH_MS = 3_000;

/** The whole page for a person. */
export function page(shown: PageContent): string {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Sandbox: a local AWS, EKS and Vault</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <header>
          <h1>Sandbox</h1>
          <p>
            A local AWS, EKS and Vault. Nothing here is real, or costs anything.
          </p>
          <label
            ><input type="checkbox" id="live" checked /> Keep up to date</label
          >
        </header>
        <main id="content">${content(shown)}</main>
        <script>
          setInterval(async () => {
            const main = document.getElementById('content');
            const busy = main.contains(document.activeElement);
            if (!document.getElementById('live').checked || busy) return;
            const answer = await fetch('/content').catch(() => undefined);
            if (answer?.ok) main.innerHTML = await answer.text();
          }, ${REFRESH_MS});
        </script>
      </body>
    </html> `.text;
}
