/**
 * The widget's looks, as a constructable style sheet: it works under `style-src 'self'`, where a `<style>` does not.
 * The service's own words are set in sans, the articles' words in serif, so that one can always tell whose they are.
 * Nothing comes in from the host's page but the `--footnote-*` properties and its colour scheme: everything hangs under
 * `.root`, which starts from nothing, and lengths are in a rem that a host's `html { font-size: 62.5% }` cannot shrink.
 */
export const sheet = new CSSStyleSheet();

let all = "";

/** Add rules: what is loaded later brings its own. In capitals where the root element's rem is meant, not the widget's. */
export function style(rules) {
  sheet.replaceSync((all += rules.replace(/([\d.]+)rem\b/g, "calc($1 * var(--rem))")));
}

style(`
  :host { display: flex !important; flex-direction: column; box-sizing: border-box; min-inline-size: 0; }
  .root {
    all: initial; color-scheme: inherit;
    --rem: var(--footnote-size, max(1REM, 16px));
    --ink: var(--footnote-ink, light-dark(#1d1a16, #ece7de));
    --quiet: var(--footnote-quiet, light-dark(#655f56, #a79f93));
    --line: var(--footnote-line, light-dark(#e2dcd1, #38342e));
    --edge: var(--footnote-edge, light-dark(#8d867b, #787064));
    --accent: var(--footnote-accent, light-dark(#a3261b, #ff9d8a));
    --on-accent: var(--footnote-on-accent, light-dark(#ffffff, #2a0f0a));
    --tint: var(--footnote-tint, light-dark(#f8ebe7, #3a231e));
    --surface: var(--footnote-surface, light-dark(#ffffff, #1f1d1a));
    --wash: var(--footnote-wash, light-dark(#f7f4ee, #2a2723));
      --shadow: var(--footnote-shadow, 0 1px 2px rgb(0 0 0 / 0.08), 0 8px 28px rgb(0 0 0 / 0.18));
    --serif: var(--footnote-serif, "Iowan Old Style", Charter, "Bitstream Charter", "Source Serif 4", Georgia, Gelasio, "Noto Serif", "Noto Naskh Arabic", "Times New Roman", serif);
    --sans: var(--footnote-sans, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Liberation Sans", sans-serif);
    display: flex; flex-direction: column; flex: 1 1 auto; min-block-size: 0; min-inline-size: 0; border-radius: var(--footnote-radius, inherit);
    color: var(--ink); background: var(--surface);
    font: 400 0.9375rem/1.5 var(--sans); text-align: start; overflow-wrap: break-word; -webkit-text-size-adjust: 100%;
  }
  .root[data-theme="light"] { color-scheme: light; }
  .root[data-theme="dark"] { color-scheme: dark; }
  :host([hidden]) { display: none !important; }
  *, *::before { box-sizing: border-box; }
  [hidden] { display: none !important; }
  h2, h3, h4, p, ol, ul, blockquote, fieldset { margin: 0; padding: 0; border: 0; }
  ol, ul { list-style: none; }
  button, textarea { font: inherit; color: inherit; }
  button { cursor: pointer; touch-action: manipulation; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  .unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .panel { flex: 1 1 auto; display: flex; margin: 0; padding: 0; border: 0; color: inherit; background: inherit; max-inline-size: none; flex-direction: column; min-block-size: 0; border-radius: inherit; }
  .top { padding: 1.125rem 1.25rem 0.875rem; border-block-end: 1px solid var(--line); }
  header { display: flex; align-items: baseline; justify-content: space-between; gap: 1rem; }
  h2 { font-size: 1.0625rem; font-weight: 650; letter-spacing: -0.005em; line-height: 1.3; }
  .notice { margin-block-start: 0.25rem; font-size: 0.8125rem; line-height: 1.45; color: var(--quiet); }
  .notice a { color: inherit; }
  .scroll { flex: 1 1 auto; min-block-size: 0; overflow-y: auto; overscroll-behavior: contain; position: relative; padding-inline: 1.25rem; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }

  .plain { padding: 0; min-block-size: 24px; border: 0; background: none; color: var(--accent); font-size: 0.8125rem; text-decoration: underline; text-decoration-color: color-mix(in srgb, currentColor 35%, transparent); text-underline-offset: 0.2em; text-align: start; }
  .plain:hover { text-decoration-color: currentColor; }
  header .plain { color: var(--quiet); margin-inline-start: auto; white-space: nowrap; }
  .label { font-size: 0.8125rem; font-weight: 600; color: var(--quiet); }

  .suggestions { padding-block: 1.125rem; }
  .transcript:not(:empty) + .suggestions { border-block-start: 1px solid var(--line); }
  .suggestions ul { margin-block-start: 0.25rem; }
  .suggestions li + li { border-block-start: 1px solid var(--line); }
  .idea { display: flex; inline-size: 100%; gap: 0.75rem; justify-content: space-between; padding: 0.6875rem 0; border: 0; background: none; text-align: start; line-height: 1.4; }
  .idea::after { content: "→" / ""; color: var(--edge); flex: none; }
  .idea:hover { color: var(--accent); }
  .idea:hover::after { color: var(--accent); }
  .idea:dir(rtl)::after { content: "←" / ""; }

  .transcript > li { padding-block: 1.125rem 1.5rem; }
  .transcript > li + li { border-block-start: 1px solid var(--line); }
  .question { font-size: 0.9375rem; font-weight: 650; line-height: 1.4; }
  .reply { display: flex; flex-direction: column; gap: 0.75rem; margin-block-start: 0.625rem; }
  .reply > * { min-inline-size: 0; }
  .reply > .plain, .reply > .retry { align-self: flex-start; }
  .doing { color: var(--quiet); }
  .doing::before { content: ""; display: inline-block; inline-size: 0.5rem; block-size: 0.5rem; margin-inline-end: 0.5rem; border-radius: 50%; background: var(--accent); animation: breathe 1.2s ease-in-out infinite; }
  @keyframes breathe { 50% { opacity: 0.25; } }

  .answer, .short, .nearest, q, td, blockquote { font-family: var(--serif); }
  .answer { display: flex; flex-direction: column; gap: 0.625rem; font-size: 1.0625rem; line-height: 1.55; }
  .short { font-size: 1.25rem; font-weight: 700; line-height: 1.35; }
  .tail { white-space: nowrap; }
  .chip { display: inline-flex; align-items: center; justify-content: center; min-inline-size: 24px; block-size: 24px; margin: -4px -1px; padding: 0; border: 0; background: none; vertical-align: 0.1em; cursor: pointer; }
  span.chip { cursor: default; }
  .chip span { min-inline-size: 1.125rem; padding: 0 0.25rem; border-radius: 0.3125rem; background: var(--tint); color: var(--accent); font: 650 0.75rem/1.125rem var(--sans); text-align: center; font-variant-numeric: tabular-nums; }
  button.chip:hover span, .chip[aria-current] span { background: var(--accent); color: var(--on-accent); }
  .chip:focus-visible { outline: none; }
  .chip:focus-visible span { outline: 2px solid var(--accent); outline-offset: 2px; }

  .actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1rem; padding-block-start: 0.25rem; }
  .actions .plain { color: var(--quiet); }
  .actions .plain:hover { color: var(--accent); }
  .helpful { display: inline-flex; align-items: center; gap: 0.125rem; margin-inline-start: auto; font-size: 0.8125rem; color: var(--quiet); }
  .helpful > span { margin-inline-end: 0.25rem; }
  .thumb { display: inline-grid; place-items: center; inline-size: 2rem; block-size: 2rem; padding: 0; border: 0; border-radius: 50%; background: none; color: var(--quiet); }
  .thumb:hover { background: var(--wash); color: var(--ink); }
  .thumb[aria-pressed="true"] { color: var(--accent); background: var(--tint); }
  .icon { inline-size: 1.125rem; block-size: 1.125rem; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }
  .icon.down { transform: rotate(180deg); }
  .thumb[aria-pressed="true"] .icon { fill: color-mix(in srgb, currentColor 22%, transparent); }

  .state { font-weight: 650; }
  .state::before { content: ""; display: inline-block; inline-size: 0.5rem; block-size: 0.5rem; margin-inline-end: 0.5rem; border-radius: 50%; border: 2px solid var(--edge); }
  [data-state="partial"] .state::before { background: linear-gradient(90deg, var(--edge) 50%, transparent 50%); }
  .problem .state::before { border-color: var(--accent); background: var(--accent); }
  .aside { font-size: 0.8125rem; line-height: 1.45; color: var(--quiet); }
  .state + .aside { margin-block-start: -0.5rem; }
  .covers { font-size: 1.0625rem; line-height: 1.5; }
  [data-state="not_covered"] .state { font-size: 1.0625rem; }
  .label + .nearest { margin-block-start: -0.25rem; }
  .nearest { display: flex; flex-direction: column; gap: 0.625rem; }
  .quotation { display: block; inline-size: 100%; padding: 0.125rem 0 0.125rem 0.875rem; border: 0; border-inline-start: 2px solid color-mix(in srgb, var(--edge) 55%, transparent); background: none; font-size: 0.9375rem; line-height: 1.5; text-align: start; }
  .quotation .plain { display: block; font-family: var(--sans); }
  button.quotation:hover, .quotation[aria-current] { border-color: var(--accent); }

  .notices { display: flex; flex-direction: column; gap: 0.375rem; padding: 0.625rem 0.75rem; border-radius: 0.375rem; background: var(--wash); font-size: 0.8125rem; line-height: 1.45; color: var(--quiet); }

  .footnotes { padding-block-start: 0.625rem; font-size: 0.8125rem; line-height: 1.45; }
  .footnotes::before { content: ""; display: block; inline-size: 3rem; border-block-start: 1px solid var(--edge); margin-block-end: 0.625rem; }
  h4 { display: flex; justify-content: space-between; gap: 1rem; font-size: inherit; font-weight: 600; color: var(--quiet); }
  .as-of { font-weight: 400; text-align: end; }
  .footnotes li { display: flex; gap: 0.5rem; margin-block-start: 0.625rem; }
  .footnotes li > div { min-inline-size: 0; }
  .footnotes li:focus { outline: none; background: var(--tint); box-shadow: 0 0 0 0.375rem var(--tint); border-radius: 1px; }
  .number { flex: none; inline-size: 1.125rem; color: var(--accent); font-weight: 650; font-variant-numeric: tabular-nums; }
  q { font-size: 0.875rem; line-height: 1.45; quotes: none; }
  .facts { color: var(--quiet); margin-block-start: 0.125rem; }
  .facts > * { display: inline-block; }

  .table { overflow-x: auto; }
  table { inline-size: 100%; border-collapse: collapse; font-size: 0.9375rem; line-height: 1.45; }
  th, td { padding: 0.5rem 0.75rem 0.5rem 0; border-block-end: 1px solid var(--line); text-align: start; vertical-align: top; }
  td { padding-inline-end: 0; }
  thead th { font-size: 0.8125rem; font-weight: 600; color: var(--quiet); }
  tbody th { font-weight: 650; white-space: nowrap; }
  .missing { color: var(--quiet); font-family: var(--sans); font-size: 0.8125rem; }

  .problem { display: flex; flex-direction: column; gap: 0.625rem; align-items: flex-start; padding: 0.875rem; border: 1px solid var(--line); border-inline-start: 3px solid var(--accent); border-radius: 0.25rem; }
  .problem [role="alert"] { display: flex; flex-direction: column; gap: 0.25rem; }
  .problem .state + .aside { margin: 0; }
  .wait { font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
  .retry { min-block-size: 2.25rem; padding: 0 0.875rem; border: 1px solid var(--edge); border-radius: 0.375rem; background: var(--surface); font-weight: 600; font-size: 0.875rem; }
  .retry:hover { border-color: var(--accent); color: var(--accent); }
  .retry[aria-disabled="true"] { color: var(--quiet); border-color: var(--line); cursor: not-allowed; }

  .latest { position: absolute; inset-block-end: calc(100% + 0.25rem); inset-inline: 0; inline-size: fit-content; margin-inline: auto; min-block-size: 2rem; padding: 0 0.875rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--surface); box-shadow: var(--shadow); font-size: 0.8125rem; font-weight: 600; }
  form { position: sticky; inset-block-end: 0; padding: 0.75rem 1.25rem 1.25rem; background: var(--surface); border-end-start-radius: inherit; border-end-end-radius: inherit; }
  form::before { content: ""; position: absolute; inset: -1.25rem 0 auto; block-size: 1.25rem; background: linear-gradient(to top, var(--surface), transparent); pointer-events: none; }
  .field { display: flex; align-items: flex-end; gap: 0.5rem; padding: 0.3125rem; border: 1px solid var(--edge); border-radius: 0.625rem; }
  .field:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
  textarea { flex: 1; min-inline-size: 0; min-block-size: 2.25rem; max-block-size: 10rem; padding: 0.40625rem 0.5rem; border: 0; outline: none; resize: none; background: none; font-size: 1rem; line-height: 1.4; }
  textarea:focus-visible { outline: none; }
  textarea::placeholder { color: var(--quiet); opacity: 1; }
  .send { flex: none; min-inline-size: 3.75rem; min-block-size: 2.25rem; padding: 0 0.875rem; border: 1px solid var(--accent); border-radius: 0.375rem; background: var(--accent); color: var(--on-accent); font-weight: 650; font-size: 0.9375rem; }
  .send:hover { filter: brightness(0.92); }
  .send.stop { background: var(--surface); color: var(--accent); }

  @media (max-width: 480px) {
    .top, form { padding-inline: 1rem; }
    .scroll { padding-inline: 1rem; }
    .table, table, tbody, tr, th, td { display: block; }
    .table { overflow: visible; }
    thead { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; overflow: hidden; }
    tr { padding-block: 0.625rem; border-block-end: 1px solid var(--line); }
    tbody th, td { padding: 0; border: 0; }
  }
  @media (prefers-contrast: more) { .root { --quiet: var(--ink); --line: var(--edge); } }
  @media (prefers-reduced-motion: reduce) { *, *::before { animation: none !important; } }
  @media (forced-colors: active) {
    .chip span, .field, .send, .thumb { border: 1px solid ButtonBorder; }
    .chip[aria-current] span { background: Highlight; color: HighlightText; forced-color-adjust: none; }
  }
`);
