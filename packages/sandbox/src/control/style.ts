import { Html } from './html';

/** Readable in light and dark, narrow and wide; no colour carries a meaning alone. */
export const STYLE = new Html(`
:root { --ground: #fff; --text: #1a1c20; --soft: #5a606b; --line: #d5d9e0; --accent: #0b57d0; --good: #0f6b2f; --bad: #a1260d; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #15171b; --text: #e8eaee; --soft: #a3aab6; --line: #343a44; --accent: #8ab4f8; --good: #7fd49a; --bad: #ff9b85; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1rem 1.5rem 3rem; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: baseline; border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.5rem; }
header p { flex: 1; color: var(--soft); }
h2 { margin: 2rem 0 .25rem; font-size: 1.2rem; }
h3 { margin: 1rem 0 .25rem; font-size: 1rem; }
p { margin: .25rem 0; }
code { font-family: ui-monospace, monospace; font-size: .9em; }
ul { margin: 0; padding-left: 1.2rem; overflow-wrap: anywhere; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: 0 2rem; }
.none { color: var(--soft); }
.wide { overflow-x: auto; }
.wide:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap; font-weight: normal; }
thead th { color: var(--soft); font-weight: 600; }
.role.active { color: var(--good); font-weight: 600; }
.role.sealed, .role.uninitialised { color: var(--bad); font-weight: 600; }
form { margin: 0; }
button { padding: .15rem .7rem; border: 1px solid var(--line); border-radius: .3rem; background: transparent; color: inherit; font: inherit; cursor: pointer; }
button:hover { border-color: var(--bad); color: var(--bad); }
`);
